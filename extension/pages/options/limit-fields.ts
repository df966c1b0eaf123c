/** Limits as fields of a form: which there are, what stands in them, and what was typed. An empty field is no limit. */

import { formatDecimalAmount } from '../../../src/money.js';
import { Refusal } from '../../refusal.js';
import { type Settings, sharesOf } from '../../worker/settings.js';
import { typedAmount, type Unit } from '../parts/amounts.js';

type AssetSettings = Settings['assets'][string];
type Whose = 'own' | 'perSite' | 'perDomain';
type Member = 'perPaymentAtomic' | 'perDayAtomic' | 'perMonthAtomic' | 'askAboveAtomic';

const PLACES = {
  perPayment: ['own', 'perPaymentAtomic'],
  perDay: ['own', 'perDayAtomic'],
  perMonth: ['own', 'perMonthAtomic'],
  askAbove: ['own', 'askAboveAtomic'],
  perSiteDay: ['perSite', 'perDayAtomic'],
  perSiteMonth: ['perSite', 'perMonthAtomic'],
  perDomainDay: ['perDomain', 'perDayAtomic'],
  perDomainMonth: ['perDomain', 'perMonthAtomic'],
} as const satisfies Readonly<Record<string, readonly [Whose, Member]>>;
export type LimitName = keyof typeof PLACES;

/** Of an asset as a whole, and of one site. */
export const OWN_LIMITS = ['perPayment', 'perDay', 'perMonth', 'askAbove'] as const;
/** Of every site, and of every domain. */
export const SHARES = ['perSiteDay', 'perSiteMonth', 'perDomainDay', 'perDomainMonth'] as const;

export function limitText(budget: AssetSettings | undefined, name: LimitName, { decimals }: Unit): string {
  const [whose, member] = PLACES[name];
  const limits: Partial<Record<Member, string | undefined>> | undefined = whose === 'own' ? budget : budget?.[whose];
  const atomic = limits?.[member];
  return atomic === undefined ? '' : formatDecimalAmount(BigInt(atomic), decimals);
}

/** STX stays, because fees are paid in it. @throws `invalid_amount` */
export function withBudget(settings: Settings, id: string, { decimals }: Unit, data: FormData): Settings {
  const { [id]: before, ...others } = settings.assets;
  if (id !== 'STX' && data.get('use') === null) return { ...settings, assets: others };
  const typed = (whose: Whose) => typedLimits(data, whose, decimals);
  const [own, perSite, perDomain] = [typed('own'), typed('perSite'), typed('perDomain')];
  if (id !== 'STX' && [own, perSite, perDomain].every((limits) => Object.keys(limits).length === 0)) {
    throw new Refusal('invalid_amount');
  }
  const budget: AssetSettings = {
    ...own,
    perSite: { ...notShown(before?.perSite), ...perSite },
    perDomain: { ...notShown(before?.perDomain), ...perDomain },
  };
  // The order is the person's preference: what was there keeps its place.
  if (before !== undefined) return { ...settings, assets: { ...settings.assets, [id]: budget } };
  const shares = own.perMonthAtomic === undefined ? {} : sharesOf(BigInt(own.perMonthAtomic));
  const isEmpty = Object.keys({ ...perSite, ...perDomain }).length === 0;
  return { ...settings, assets: { ...others, [id]: { ...budget, ...(isEmpty && shares) } } };
}

/** A site's own limits in one asset, from a form whose fields begin with `prefix`. @throws `invalid_amount` */
export function withSiteLimits(
  settings: Settings,
  origin: string,
  id: string,
  { decimals }: Unit,
  data: FormData,
  prefix: string,
): Settings {
  const { assets = {}, ...site } = settings.sites[origin] ?? {};
  const { [id]: _, ...others } = assets;
  const own = typedLimits(data, 'own', decimals, prefix);
  const next = Object.keys(own).length === 0 ? others : { ...others, [id]: own };
  return {
    ...settings,
    sites: { ...settings.sites, [origin]: { ...site, ...(Object.keys(next).length > 0 && { assets: next }) } },
  };
}

function typedLimits(
  data: FormData,
  of: Whose,
  decimals: number,
  prefix = '',
): Readonly<Partial<Record<Member, string>>> {
  const entries = Object.entries(PLACES).flatMap(([name, [whose, member]]) => {
    const text = String(data.get(`${prefix}${name}`) ?? '').trim();
    return whose !== of || text === '' ? [] : [[member, typedAmount(text, decimals).toString()]];
  });
  return Object.fromEntries(entries);
}

/** Limits that have no field stay as they are. */
function notShown({ perDayAtomic: _, perMonthAtomic: __, ...others }: AssetSettings['perSite'] = {}) {
  return others;
}
