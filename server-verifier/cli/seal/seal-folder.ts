/** Seals every marked page of a site, and makes sure that nothing else of the site gives the paid part away. */

import { randomFillSync } from 'node:crypto';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { X402Error } from '../../../src/errors.js';
import { refuseLeaks } from './find-leaks.js';
import { pageOfMarkdown } from './markdown.js';
import { withheldMedia } from './plain-media.js';
import { type SealedPage, sealPage } from './seal-page.js';
import { type SealSettings, type Seller, sellerOf } from './seller.js';
import { type SiteText, siteText } from './site-texts.js';
import { writeSealedFiles } from './write-sealed.js';

export interface SealFolderOptions extends SealSettings {
  /** The site, as it was built. */
  readonly from: string;
  /** Where the sealed site goes; the same folder seals it in place. */
  readonly to: string;
  /** Address of a style sheet for pages that are made of Markdown. */
  readonly stylesheet?: string | undefined;
  /** Looks at everything and writes nothing. */
  readonly isDryRun?: boolean;
  /** Told of every page. */
  readonly onPage?: (page: SealedEntry) => void;
}

export interface SealedEntry extends SealedPage {
  /** Of the page in the sealed site. */
  readonly path: string;
}

export interface SealedFolder {
  readonly pages: readonly SealedEntry[];
  /** Plain files that were left out, because only paid parts use them. */
  readonly withheld: readonly string[];
}

const PAGE = /\.x?html?$/i;
/** Some servers have pages without an ending, or with one of their own. */
const BEGINS_AS_PAGE = /^\ufeff?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b/is;
const MARKDOWN = /\.(?:md|markdown)$/i;
/** Where platforms' tools look for the secret. */
const ENVIRONMENT = /^(?:\.env(?:\..*)?|\.dev\.vars(?:\..*)?)$/;

/**
 * Seals a site.
 *
 * @throws `invalid_configuration`; `content_exposed` when another file of the site has paid text in it. Nothing is written then.
 */
export async function sealFolder(options: SealFolderOptions): Promise<SealedFolder> {
  const from = resolve(options.from);
  const to = resolve(options.to);
  if (from !== to && !relative(from, to).startsWith('..')) {
    throw new X402Error(
      'invalid_configuration',
      'The sealed site cannot be a folder of the plain one; it would be sealed again.',
      { field: 'out' },
    );
  }
  const seller = sellerOf(options);
  const paths = await pathsOf(from);
  const texts = await textsOf(paths, from);
  const pages = await sealPages(texts, from, options, seller);
  const open = new Map([...texts].map(([path, { text }]) => [path, pages.get(path)?.html ?? text]));
  refuseSecret(open, (options.secret ?? '').trim());
  refuseLeaks(pages, open);
  const used = [...pages.values()].flatMap((page) => page.used);
  const withheld = withheldMedia(used, open, paths, from);
  if (!options.isDryRun) await write(paths, pages, withheld, from, to);
  return { pages: [...pages.values()], withheld: [...withheld] };
}

/** @throws `invalid_configuration` for symbolic links: what they lead to would neither be sealed nor looked through */
async function pathsOf(from: string): Promise<readonly string[]> {
  const entries = (await readdir(from, { recursive: true, withFileTypes: true }))
    .map((entry) => ({ entry, path: relative(from, join(entry.parentPath, entry.name)) }))
    .filter(({ path }) => !path.split(sep).some((part) => part === 'node_modules' || part === '.git'));
  const link = entries.find(({ entry }) => entry.isSymbolicLink());
  if (link) {
    throw new X402Error(
      'invalid_configuration',
      `${link.path} is a symbolic link, so nobody knows what would be published; put the file itself there.`,
    );
  }
  return entries
    .filter(({ entry }) => entry.isFile() && !ENVIRONMENT.test(entry.name))
    .map(({ path }) => path)
    .sort();
}

async function textsOf(paths: readonly string[], from: string): Promise<ReadonlyMap<string, SiteText>> {
  const texts = new Map<string, SiteText>();
  for (const path of paths) {
    const text = await siteText(join(from, path));
    if (text) texts.set(path, text);
  }
  return texts;
}

/** @throws `content_exposed`, without showing it */
function refuseSecret(texts: ReadonlyMap<string, string>, secret: string): void {
  const [path] = [...texts].find(([, text]) => text.includes(secret)) ?? [];
  if (path === undefined) return;
  throw new X402Error(
    'content_exposed',
    `${path} has the secret in it, which opens everything that is sold, so nothing was written. Take it out of the build, and if it was ever published, make a new one.`,
  );
}

/** By the path of the source. */
type Pages = ReadonlyMap<string, SealedEntry>;

async function sealPages(
  texts: ReadonlyMap<string, SiteText>,
  from: string,
  options: SealFolderOptions,
  seller: Seller,
): Promise<Pages> {
  const pages = new Map<string, SealedEntry>();
  for (const [path, { text: source, isUtf8, isCompressed }] of texts) {
    const isMarkdown = MARKDOWN.test(path);
    if (isCompressed || !(isMarkdown || PAGE.test(path) || BEGINS_AS_PAGE.test(source))) continue;
    const page = isMarkdown
      ? pageOfMarkdown(source, options.stylesheet)
      : { html: source, resource: undefined, prices: [] };
    const target = isMarkdown ? path.replace(MARKDOWN, '.html') : path;
    const places = { folder: dirname(join(from, path)), root: from, address: sealedFolderOf(basename(target)) };
    const prices = page.prices.length > 0 ? page.prices : (options.prices ?? []);
    const { script, noscript } = options;
    const sealed = await sealPage(
      { ...page, ...places, prices, script, noscript, name: articleName(target) },
      seller,
      randomFillSync,
    ).catch((cause) => {
      throw withPath(cause, path);
    });
    if (!sealed) continue;
    if (!isUtf8) throw new X402Error('invalid_configuration', `${path} is not UTF-8; what is sold would be damaged.`);
    const entry = { ...sealed, path: target };
    pages.set(path, entry);
    options.onPage?.(entry);
  }
  return pages;
}

/** `articles/one.html` and `articles/one/index.html` are both `articles/one`. */
function articleName(path: string): string {
  const name = path
    .split(sep)
    .join('/')
    .replace(/\.[^./]+$/, '');
  return name.replace(/(?<=.)\/index$/, '');
}

/** The folder for sealed files beside a page. */
export function sealedFolderOf(page: string): string {
  return `${page.slice(0, page.length - extname(page).length)}.sealed`;
}

async function write(
  paths: readonly string[],
  pages: Pages,
  withheld: ReadonlySet<string>,
  from: string,
  to: string,
): Promise<void> {
  // Sealed files first: their plain ones may be about to go.
  for (const page of pages.values()) {
    await writeSealedFiles(page.files, join(to, dirname(page.path), sealedFolderOf(basename(page.path))));
  }
  for (const path of paths) {
    const page = pages.get(path);
    const target = join(to, page?.path ?? path);
    if (page) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, page.html);
    } else if (from !== to && !withheld.has(path)) {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(from, path), target);
    }
    const isReplaced = withheld.has(path) || (page && page.path !== path);
    // An earlier run may have published what is paid for now.
    if (isReplaced) await rm(join(to, path), { force: true });
  }
}

function withPath(cause: unknown, path: string): unknown {
  return cause instanceof X402Error
    ? new X402Error(cause.code, `${path}: ${cause.message}`, { cause, ...(cause.field && { field: cause.field }) })
    : cause;
}
