/** What strangers wrote, made safe to stand beside our own words. It is shown as text only, never as markup. */

/** Turns the direction of writing, or shows nothing at all: both let a text look like another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu;

export function plainText(text: string, longest = 200): string {
  const seen = text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(UNSEEN, '')
    .trim();
  return seen.length > longest ? `${seen.slice(0, longest - 1)}…` : seen;
}

/** A site's name as the network writes it: in ASCII, so that no letter can pass for another one. Without `https://`, which goes without saying. */
export function siteName(origin: string): string {
  if (!URL.canParse(origin)) return plainText(origin, 100);
  const { protocol, host } = new URL(origin);
  return protocol === 'https:' ? host : `${protocol}//${host}`;
}

/** Has letters that are not Latin ones. */
export function isForeignName(origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).hostname.split('.').some((label) => label.startsWith('xn--'));
}
