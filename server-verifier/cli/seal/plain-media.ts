/** Which plain media of paid parts are left out of the published site: those that nothing free shows. */

import { posix, relative, sep } from 'node:path';

/** Up to the end of an address, from its last slash on backwards. */
const BEFORE = /[^\s"'()<>=,;\\]*$/;
const AFTER = /^[\w.-]/;

/**
 * @param used plain files that paid parts use, whole paths
 * @param texts everything that everybody may read, by path within the site
 * @param paths all files of the site
 * @param from the site's folder
 * @returns paths within the site
 */
export function withheldMedia(
  used: Iterable<string>,
  texts: ReadonlyMap<string, string>,
  paths: readonly string[],
  from: string,
): ReadonlySet<string> {
  const all = new Set(paths.map(slashed));
  const isFree = (path: string) =>
    [...texts].some(([place, text]) => mentions(text, slashed(place), slashed(path), all));
  return new Set([...new Set(used)].map((path) => relative(from, path)).filter((path) => !isFree(path)));
}

/** Whether a text has an address that may be the file's. In doubt it is: a picture that is missing is noticed late. */
function mentions(text: string, place: string, file: string, all: ReadonlySet<string>): boolean {
  const names = new Set([
    posix.basename(file),
    encodeURIComponent(posix.basename(file)),
    encodeURI(posix.basename(file)),
  ]);
  return [...names].some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (AFTER.test(text.slice(at + name.length, at + name.length + 1))) continue;
      const [before = ''] = BEFORE.exec(text.slice(Math.max(0, at - 300), at)) ?? [];
      if (isAddressOf(before + name, place, file, all)) return true;
    }
    return false;
  });
}

function isAddressOf(text: string, place: string, file: string, all: ReadonlySet<string>): boolean {
  const address = decoded(text);
  const isRelative = !/^(?:[a-z][a-z\d+.-]*:)?\//i.test(address);
  const meant = posix.normalize(isRelative ? posix.join(posix.dirname(place), address) : address.replace(/^\/+/, ''));
  if (meant !== file && all.has(meant)) return false;
  // The site may stand in a folder of its host, and scripts put addresses together.
  const tail = `/${address.replace(/^(?:\.{0,2}\/)+/, '')}`;
  return tail.endsWith(`/${file}`) || `/${file}`.endsWith(tail) || (isRelative && meant === file);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
