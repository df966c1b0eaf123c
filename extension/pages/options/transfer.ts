/** What a person wants to send back to the main wallet, checked before anything is asked of the worker. */

import { isPrincipalOn } from '../../../src/stacks.js';
import type { PanelAnswers } from '../../messages/panel.js';
import { Refusal } from '../../refusal.js';
import type { Settings } from '../../worker/settings.js';
import { typedAmount } from '../parts/amounts.js';
import type { Transfer } from './state.js';

export interface Wish {
  readonly to: string;
  readonly asset: string;
  /** Decimal, or `all`. */
  readonly amount: string;
  readonly settings: Settings;
  readonly balances: PanelAnswers['balances'];
  /** The account's own address: the chain takes no transfer to oneself. */
  readonly from: string | undefined;
}

/** @throws `invalid_address`, `invalid_amount`, `insufficient_funds` */
export function transferOf({ to, asset, amount, settings, balances, from }: Wish): Transfer {
  const address = to.trim();
  if (!isPrincipalOn(settings.network, address) || address === from) throw new Refusal('invalid_address');
  const balance = balances.find((one) => one.asset === asset);
  if (!balance) throw new Refusal('unknown_asset');
  const fee = asset === 'STX' ? BigInt(settings.maxFeeAtomic) : 0n;
  const most = BigInt(balance.atomic) - fee;
  const atomic = amount === 'all' ? most : typedAmount(amount, balance.decimals);
  if (atomic > most || most <= 0n) throw new Refusal('insufficient_funds');
  if (atomic <= 0n) throw new Refusal('invalid_amount');
  return { to: address, asset, amountAtomic: atomic.toString() };
}
