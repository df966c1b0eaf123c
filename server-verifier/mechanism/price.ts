/** Prices as the official SDK's routes write them. */

import type { AssetAmount, Price } from '@x402/core/types';
import { type Asset, findAsset } from '../../src/assets.js';
import { isX402Error } from '../../src/errors.js';
import { parseAtomicAmount, parseDecimalAmount } from '../../src/money.js';
import { refuseConfiguration } from '../configuration.js';

/** `$0.10`, `0.10`, `0.10 USDC`, `0.5 STX`. */
const MONEY = /^(\$?)\s*(\d+(?:\.\d+)?)(?:\s*([A-Za-z][\w.-]{0,31}))?$/;
/** Ways to say dollar. On Stacks it is USDCx. */
const DOLLARS: ReadonlySet<string> = new Set(['', 'USD', 'USDC', 'USDCX']);
const DOLLAR = 'USDCX';

/** @throws `invalid_configuration` */
export function assetAmountOf(price: Price, assets: readonly Asset[]): AssetAmount {
  const { asset, amount, extra } = typeof price === 'object' ? ofAsset(price, assets) : ofMoney(price, assets);
  if (amount === 0n) refuse('The price is 0; write what it costs, or leave the route unprotected.');
  const facts = { tokenType: asset.symbol, decimals: asset.decimals };
  return { asset: asset.id, amount: amount.toString(), extra: { ...extra, ...facts } };
}

interface Parsed {
  readonly asset: Asset;
  readonly amount: bigint;
  readonly extra?: Record<string, unknown> | undefined;
}

function ofAsset({ asset, amount, extra }: AssetAmount, assets: readonly Asset[]): Parsed {
  if (typeof amount !== 'string') refuse('The amount is a text of atomic units, like "500000".');
  return {
    asset: known(asset, assets),
    amount: reading(() => parseAtomicAmount(amount), 'The amount is a text of atomic units, like "500000".'),
    extra,
  };
}

function ofMoney(price: string | number, assets: readonly Asset[]): Parsed {
  const text = String(price).trim();
  const [, sign, decimal, suffix = ''] =
    MONEY.exec(text) ?? refuse(`"${text.slice(0, 40)}" is no price; write "$0.10" or "0.5 STX".`);
  const name = suffix.toUpperCase();
  if (sign && !DOLLARS.has(name)) refuse(`"${text.slice(0, 40)}" is in dollars and in ${suffix}; write one of them.`);
  const asset = known(DOLLARS.has(name) ? DOLLAR : name, assets);
  const message = `The price in ${asset.symbol} has at most ${asset.decimals} decimal places.`;
  return { asset, amount: reading(() => parseDecimalAmount(decimal as string, asset.decimals), message) };
}

function known(name: unknown, assets: readonly Asset[]): Asset {
  const names = assets.map(({ symbol }) => symbol).join(', ');
  const message = `"${String(name).slice(0, 80)}" is not a known asset; known are ${names}. List others in createExactStacksServer({ assets }).`;
  return reading(() => findAsset(String(name), assets), message);
}

function reading<Result>(read: () => Result, message: string): Result {
  try {
    return read();
  } catch (error) {
    if (isX402Error(error)) return refuse(message);
    throw error;
  }
}

function refuse(message: string): never {
  return refuseConfiguration('price', message);
}
