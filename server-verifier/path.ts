/** Which resource a request asks for: exact on the decoded path, and nothing that two programs could read differently (PROTOCOL section 1). */

import { X402Error } from '../src/errors.js';
import { MAX_URL_LENGTH } from '../src/limits.js';

/**
 * The one spelling of a path. Two paths that decode to the same text come out the same.
 *
 * @param path as it stands in a URL, from the first `/`, without query
 * @throws `invalid_path` for `%2F`, `%5C`, `\`, `//`, dot segments, bad escapes and control characters
 */
export function normalizePath(path: string): string {
  if (!path.startsWith('/')) refuse('it does not begin with "/"');
  if (path.length > MAX_URL_LENGTH) refuse(`it has more than ${MAX_URL_LENGTH} characters`);
  if (path.includes('\\') || /%(?:2f|5c)/i.test(path)) refuse('it has an encoded slash or a backslash');
  if (path.includes('//')) refuse('it has an empty segment');
  return path.split('/').map(normalizeSegment).join('/');
}

/**
 * Method as it counts for an offer: `HEAD` asks for what `GET` would.
 */
export function effectiveMethod(method: string): string {
  return method === 'HEAD' ? 'GET' : method;
}

/**
 * URL of the resource that a request asks for: the configured origin, the normal path, and the query parameters that the terms name.
 *
 * @param query names of the parameters that belong to the resource; all others are left out
 * @throws `invalid_path`, also for a named parameter that stands there twice, because nobody knows which one the handler reads
 */
export function resourceUrl(origin: string, requestUrl: string, query: readonly string[]): string {
  const { path, search } = splitUrl(requestUrl);
  const normal = normalizePath(path);
  const url = origin + normal + namedQuery(search, query);
  if (url.length > MAX_URL_LENGTH) refuse(`its URL has more than ${MAX_URL_LENGTH} characters`);
  return url;
}

function namedQuery(search: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const parameters = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const name of names) {
    const values = parameters.getAll(name);
    if (values.length > 1) refuse(`the parameter "${name}" stands there ${values.length} times`);
    if (values[0] !== undefined) kept.append(name, values[0]);
  }
  const text = kept.toString();
  return text && `?${text}`;
}

/** Path and query of an absolute or relative request URL, without parsing: a parser would already have resolved what must be refused. */
export function splitUrl(url: string): { path: string; search: string } {
  const withoutOrigin = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#\\]*/i, '');
  const withoutFragment = withoutOrigin.split('#', 1)[0] as string;
  const mark = withoutFragment.indexOf('?');
  const path = mark < 0 ? withoutFragment : withoutFragment.slice(0, mark);
  return { path: path || '/', search: mark < 0 ? '' : withoutFragment.slice(mark + 1) };
}

function normalizeSegment(segment: string): string {
  const text = decoded(segment);
  if (text === '.' || text === '..') refuse('it has a dot segment');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
  if (/[\u0000-\u001f\u007f]/.test(text)) refuse('it has a control character');
  // RFC 3986, section 3.3: these may stand in a segment as they are.
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3B|3D|3A|40)/g, decodeURIComponent);
}

/** Decodes, and makes sure that there is a way back. */
function decoded(segment: string): string {
  try {
    const text = decodeURIComponent(segment);
    encodeURIComponent(text);
    return text;
  } catch {
    return refuse('it has an escape that is not UTF-8');
  }
}

function refuse(why: string): never {
  throw new X402Error(
    'invalid_path',
    `The path cannot be served because ${why}; ask for the resource by its plain URL.`,
  );
}
