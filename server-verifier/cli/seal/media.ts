/** Pictures, sound and film of a paid part: small pictures and drawings go into the sealed text, everything else into sealed files beside the page. */

import { createHash, createHmac } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { extname, relative, resolve, sep } from 'node:path';
import { parseFragment } from 'parse5';
import { X402Error } from '../../../src/errors.js';
import { type ContentKey, sealedAddress } from '../../../src/sealed.js';
import {
  attributeOf,
  type Edit,
  type Element,
  elementsIn,
  escapeText,
  isElement,
  type Range,
  withEdits,
} from './html-tree.js';

/** Largest picture that becomes a part of the text, in bytes; and where there is no place for files, or the picture is an SVG, which has no place there. */
const INLINE_BYTES = 32 * 1024;
const INLINE_BYTES_WITHOUT_FILES = 512 * 1024;

const SVG = 'image/svg+xml';

/** What is taken along, by the end of its name. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': SVG,
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};
const LOADED: Readonly<Record<string, readonly string[]>> = {
  img: ['src'],
  audio: ['src'],
  video: ['src', 'poster'],
  source: ['src'],
};

/** A file that becomes a sealed one. */
export interface SealedMedia {
  /** The plain file. */
  readonly path: string;
  /** Name of the sealed one. */
  readonly name: string;
  /** 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the plain file, hexadecimal. The key seals these bytes and no others. */
  readonly hash: string;
}

export interface PaidMedia {
  /** The paid part, with addresses of sealed files. */
  readonly html: string;
  readonly files: readonly SealedMedia[];
  /** Plain files that are in it now, in whatever way. */
  readonly used: readonly string[];
  /** Addresses that stay as they are, so that everybody who knows them may load them. */
  readonly open: readonly string[];
}

export interface MediaPlaces {
  /** Folder of the page. */
  readonly folder: string;
  /** Folder of the site: where `/` begins, and what is never left. */
  readonly root: string;
  /** Address of the folder of sealed files, as seen from the page; `undefined` when there is no place for files. */
  readonly address: string | undefined;
}

/**
 * Takes the media of a paid part along.
 *
 * @throws `invalid_configuration` for a file that would have to stand beside the page when there is no such place, or that no reader could open there
 */
export async function takeMedia(html: string, contentKey: ContentKey, places: MediaPlaces): Promise<PaidMedia> {
  const edits: Edit[] = [];
  const gone: Range[] = [];
  const files = new Map<string, SealedMedia>();
  const used = new Set<string>();
  const open = new Set<string>();
  for (const element of elementsIn(parseFragment(html, { sourceCodeLocationInfo: true }))) {
    for (const name of isInPicture(element) ? [] : (LOADED[element.tagName] ?? [])) {
      const address = attributeOf(element, name);
      const place = element.sourceCodeLocation?.attrs?.[name];
      if (!address || address.startsWith('data:') || !place) continue;
      const found = findMedia(address, places);
      if (!found) {
        open.add(address);
        continue;
      }
      used.add(found.path);
      const sealed = await sealedForm(found, element, contentKey, places, files);
      edits.push({ start: place.startOffset, end: place.endOffset, text: `${name}="${escapeText(sealed)}"` });
      gone.push(...alternatives(element));
    }
  }
  // Other sizes are not published either.
  for (const { path } of gone.flatMap(({ start, end }) => namedIn(html.slice(start, end), places))) used.add(path);
  for (const { address, path } of namedIn(html, places)) if (!used.has(path)) open.add(address);
  const left = edits.filter((edit) => !gone.some((range) => edit.start >= range.start && edit.end <= range.end));
  const cuts = gone.filter((one, index) => gone.findIndex(({ start }) => start === one.start) === index);
  const sealed = withEdits(html, [...left, ...cuts.map((range) => ({ ...range, text: '' }))]);
  return { html: sealed, files: [...files.values()], used: [...used], open: [...open] };
}

interface FoundFile {
  readonly path: string;
  readonly type: string;
  readonly bytes: number;
}

async function sealedForm(
  { path, type, bytes }: FoundFile,
  { tagName }: Element,
  contentKey: ContentKey,
  { address }: MediaPlaces,
  files: Map<string, SealedMedia>,
): Promise<string> {
  const isDrawing = type === SVG;
  const most = address === undefined || isDrawing ? INLINE_BYTES_WITHOUT_FILES : INLINE_BYTES;
  if (tagName === 'img' && bytes <= most) {
    const parts: Uint8Array[] = [];
    for await (const part of createReadStream(path)) parts.push(part);
    return `data:${type};base64,${Buffer.concat(parts).toString('base64')}`;
  }
  if (isDrawing) throw misplacedDrawing(path);
  if (address === undefined) {
    throw new X402Error(
      'invalid_configuration',
      `"${path}" is too large for the text; write to a file with --out, so that it can be sealed beside it.`,
      {
        field: 'out',
      },
    );
  }
  const file = files.get(path) ?? (await sealedFile(path, contentKey));
  files.set(path, file);
  return sealedAddress({ address: `${address}/${file.name}`, key: Buffer.from(file.key).toString('base64url'), type });
}

/** Readers' browsers open no SVG from a file: by itself it could run scripts in the site's name, and in an `img` it cannot. */
function misplacedDrawing(path: string): X402Error {
  return new X402Error(
    'invalid_configuration',
    `"${path}" is an SVG, which can be sealed only in an <img>, with at most ${INLINE_BYTES_WITHOUT_FILES / 1024} kB. Make it smaller, or a PNG.`,
    { field: 'paid' },
  );
}

/** The same file under the same content key is the same sealed file, so that sealing again changes nothing that is cached or stored already. */
async function sealedFile(path: string, { k }: ContentKey): Promise<SealedMedia> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  const hash = digest.digest('hex');
  const key = createHmac('sha256', Buffer.from(k, 'base64url')).update(`x402pay/file/v1/${hash}`).digest();
  const name = `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.sealed`;
  return { path, name, key: Uint8Array.from(key), hash };
}

/** The picture, sound or film of the site behind an address. */
function findMedia(address: string, places: MediaPlaces): FoundFile | undefined {
  const path = findFile(address, places);
  const type = path === undefined ? undefined : MEDIA_TYPES[extname(path).toLowerCase()];
  return path === undefined || type === undefined ? undefined : { path, type, bytes: statSync(path).size };
}

/** The file of the site behind an address. */
function findFile(address: string, { folder, root }: MediaPlaces): string | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(address)) return undefined;
  try {
    const plain = decodeURIComponent(address.replace(/[?#].*$/s, ''));
    const path = plain.startsWith('/') ? resolve(root, `.${plain}`) : resolve(folder, plain);
    const isInside = !relative(root, path).split(sep).includes('..');
    return isInside && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever looks like a name of a file: in attributes that only scripts read, in links, in styles, in what is shown without scripts. */
const NAME = /[^\s"'()<>=,;]+\.\w{2,5}(?![\w.])/g;
/** Pages are looked through for paid text, and styles and scripts are no part of it. */
const NO_PAID_FILE = /\.(?:x?html?|md|php|css|m?js)$/i;

/** Files of the site that are named in a piece of HTML. */
function namedIn(html: string, places: MediaPlaces): readonly { readonly address: string; readonly path: string }[] {
  return (html.match(NAME) ?? []).flatMap((address) => {
    const path = NO_PAID_FILE.test(address) ? undefined : findFile(address, places);
    return path === undefined ? [] : [{ address, path }];
  });
}

/** Other sizes of the same picture are left out: they would have to be sealed, too, and fetched before the browser can choose. */
function alternatives(element: Element): readonly Range[] {
  if (element.tagName !== 'img') return [];
  const places = [element.sourceCodeLocation?.attrs?.srcset, element.sourceCodeLocation?.attrs?.sizes];
  for (const node of element.parentNode?.childNodes ?? []) {
    if (isElement(node) && isInPicture(node)) places.push(node.sourceCodeLocation ?? undefined);
  }
  return places.flatMap((place) => (place ? [{ start: place.startOffset, end: place.endOffset }] : []));
}

function isInPicture({ tagName, parentNode: parent }: Element): boolean {
  return tagName === 'source' && parent !== null && isElement(parent) && parent.tagName === 'picture';
}
