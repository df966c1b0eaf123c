/** Verifies and settles, for callers that have shown who they are. PROTOCOL section 4, checks 5 to 13. */

import { isX402Error, X402Error } from '../../src/errors.js';
import { PAYMENT_IDENTIFIER } from '../../src/payment-identifier.js';
import { bytesFromHex } from '../../src/stacks.js';
import { type CheckedPayment, checkTransaction } from '../exact.js';
import { checkPresented, grantPayment } from '../grant.js';
import { InFlight } from '../in-flight.js';
import { withPatience } from '../patience.js';
import {
  type Answered,
  type SettleResponse,
  type SupportedResponse,
  settleRefusal,
  type VerifyResponse,
  verifyRefusal,
} from './answers.js';
import { type Caller, type Order, orderIn } from './order.js';
import type { FacilitatorSettings } from './settings.js';

/** Beyond the wait for finality: for the claim store, and for the last answer of the nodes. */
const MARGIN_SECONDS = 10;

export class Desk {
  readonly #settings: FacilitatorSettings;
  readonly #settlements: InFlight;
  readonly #requests: InFlight;

  constructor(settings: FacilitatorSettings) {
    this.#settings = settings;
    this.#settlements = new InFlight(settings.maxSettlements, settings);
    this.#requests = new InFlight(settings.maxRequests, settings);
  }

  supported(): SupportedResponse {
    const kinds = [...this.#settings.networks.values()].map(({ network }) => ({
      x402Version: 2 as const,
      scheme: 'exact' as const,
      network,
      extra: { payloads: ['transaction', 'txid'] },
    }));
    return { kinds, extensions: [PAYMENT_IDENTIFIER], signers: { 'stacks:*': [] } };
  }

  /** Reading and verifying: bounded, so that junk cannot tie up memory. */
  briefly<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#requests.run(work);
  }

  /** Never throws. Asks no node and no store. */
  async verify(json: string, caller: Caller): Promise<Answered<VerifyResponse>> {
    try {
      const { payer } = await this.briefly(() => this.#checked(orderIn(json, caller, this.#settings)));
      return { status: 200, body: { isValid: true, payer } };
    } catch (error) {
      return verifyRefusal(this.#told(error, ''), {});
    }
  }

  /** Never throws. Believes nothing that was verified before. */
  async settle(json: string, caller: Caller): Promise<Answered<SettleResponse>> {
    let order: Order | undefined;
    let payment: CheckedPayment | undefined;
    const facts = () => ({
      network: order?.settings.network ?? networkNamed(json),
      payer: payment?.payer,
      txid: payment?.txid,
    });
    try {
      order = orderIn(json, caller, this.#settings);
      const accepted = order;
      payment = await checkPresented(order.presented, order.sale, order.settings, this.#settlements);
      const checked = payment;
      let isLate = false;
      const late = () => {
        isLate = true;
        return new X402Error('settlement_pending', 'The payment is not settled yet. Ask again with the same payment.', {
          txid: checked.txid,
        });
      };
      const work = this.#settleChecked(checked, accepted, () => !isLate);
      await withPatience(work, 1000 * (this.#settings.waitSeconds + MARGIN_SECONDS), this.#settings.sleep, late);
      return { status: 200, body: settled(checked, accepted) };
    } catch (error) {
      return settleRefusal(this.#told(error, order?.sale.resource ?? '', payment), facts());
    }
  }

  async #checked({ presented, sale, settings }: Order): Promise<CheckedPayment> {
    const { payload } = presented;
    if (!('transaction' in payload)) {
      throw new X402Error('invalid_payload', 'A transaction that is only named can be settled, but not verified.');
    }
    return checkTransaction(bytesFromHex(payload.transaction), presented, sale, settings, await settings.recover());
  }

  /** Claimed before anything is sent, and used up before anything is promised; but not when nobody waits for the promise any more. */
  async #settleChecked(payment: CheckedPayment, order: Order, isAwaited: () => boolean): Promise<void> {
    const { presented, sale, settings } = order;
    const grant = await grantPayment(payment, presented, sale, settings, this.#settlements);
    await grant.finish?.(isAwaited());
    settings.emit({
      type: 'settled',
      resource: sale.resource,
      txid: payment.txid,
      payer: payment.payer,
      asset: payment.terms.asset.id,
      amount: BigInt(payment.terms.amount),
    });
  }

  #told(error: unknown, resource: string, payment?: CheckedPayment): unknown {
    const { emit } = this.#settings;
    if (!isX402Error(error)) emit({ type: 'internal_error', resource, cause: error });
    else {
      const facts = payment ? { txid: payment.txid, payer: payment.payer } : {};
      emit({ type: 'refused', resource, code: error.code, ...facts });
    }
    return error;
  }
}

function settled({ payer, txid, terms }: CheckedPayment, { settings }: Order): SettleResponse {
  return { success: true, payer, transaction: txid, network: settings.network, amount: terms.amount };
}

/** For an answer to a question that could not be read: callers' decoders want a network in it. */
function networkNamed(json: string): string {
  return /"network"\s*:\s*"(stacks:\d{1,10})"/.exec(json)?.[1] ?? 'stacks:1';
}
