/** The part of a host that somebody has to buy: what a limit for a domain is held against, so that a hundred subdomains are worth no more than one. */

/** Origin to registrable domain. A host that is not below any registry is its own. */
export type DomainOf = (origin: string) => string;

/** More labels than any rule has, and one for the name itself. */
const MOST_LABELS = 8;
/** In characters; the list has 78,000. */
const LARGEST_LIST = 1_000_000;

/**
 * The list that was built beside the worker; nothing where it cannot be read.
 *
 * @param get as `fetch`, of the extension's own file
 */
export async function readPublicSuffixes(get: () => Promise<Response>): Promise<string> {
  try {
    const list = await (await get()).text();
    return list.length <= LARGEST_LIST && list.includes('\ncom\n') ? list : '';
  } catch {
    return '';
  }
}

/**
 * Errs towards too few domains: a limit is rather shared by strangers than got round. So names that cost nothing, as those below `github.io`, are one
 * domain, a registry that is not in the list sells the names right below the top level, and without a list every registry does.
 *
 * @param list rules of publicsuffix.org, one a line, in Punycode
 */
export function domainsBy(list: string): DomainOf {
  let rules: ReadonlySet<string> | undefined;
  return (origin) => {
    if (!URL.canParse(origin)) return origin;
    // The dot at the end names the same host, and is another origin.
    const host = new URL(origin).hostname.replace(/\.+$/, '');
    if (host.startsWith('[')) return networkOf(host);
    if (/^[\d.]+$/.test(host)) return host;
    // Not before a domain is needed: the worker starts often, and pays seldom.
    rules ??= new Set(list.split('\n'));
    return boughtPart(host.split('.').slice(-MOST_LABELS), rules);
  };
}

/** The longest rule that fits is the registry's name; one label more is bought. What a rule with `!` names is bought itself. */
function boughtPart(labels: readonly string[], rules: ReadonlySet<string>): string {
  const from = (index: number) => labels.slice(Math.max(index, 0)).join('.');
  for (const index of labels.keys()) {
    if (rules.has(`!${from(index)}`)) return from(index);
    if (rules.has(from(index)) || rules.has(`*.${from(index + 1)}`)) return from(index - 1);
  }
  return from(labels.length - 2);
}

/** Whoever has one address of the sixth version has the 2^64 beside it. */
function networkOf(address: string): string {
  const [front = [], back = []] = address
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter(Boolean));
  const middle = Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...middle, ...back].slice(0, 4).join(':');
}
