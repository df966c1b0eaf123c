/** The one choice of a new account: how much a month. Everything else follows from it. */

import { type Settings, sharesOf } from '../../worker/settings.js';

/** In STX. The first one is chosen until somebody chooses another. */
export const MONTHS: readonly bigint[] = [2n, 5n, 20n];

const STX = 1_000_000n;

/** Half of it in a day, or for one site or domain; and what costs more than a quarter asks first. */
export function withMonth(settings: Settings, wholeStx: bigint): Settings {
  const month = wholeStx * STX;
  const limits = {
    perPaymentAtomic: (month / 2n).toString(),
    perDayAtomic: (month / 2n).toString(),
    perMonthAtomic: month.toString(),
    askAboveAtomic: (month / 4n).toString(),
    ...sharesOf(month),
  };
  return { ...settings, assets: { ...settings.assets, STX: { ...settings.assets.STX, ...limits } } };
}
