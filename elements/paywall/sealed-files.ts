/** Opens sealed pictures, sound and film, record by record (PROTOCOL section 15). Loaded when there are some. */

import { RECORD_BYTES, readSealedAddress, recordNonce, type SealedFile, TAG_BYTES } from '../../src/sealed.js';

const ATTRIBUTES = ['src', 'poster'];
/** An SVG of this page's origin could run scripts where somebody opens it by itself; those are parts of the sealed text. */
const SHOWN = /^(?:image|audio|video)\/(?!.*\+xml)/i;

/**
 * Takes the addresses of sealed files out of a fragment, before the browser asks for them as they are, and puts in what they hold, one after the other.
 *
 * @param trouble what is said beside one that could not be opened
 */
export async function openSealedFiles(fragment: DocumentFragment, trouble: string): Promise<void> {
  const opened = new Map<string, Promise<string>>();
  const waiting = [...fragment.querySelectorAll<HTMLElement>('[src], [poster]')].flatMap((element) =>
    ATTRIBUTES.flatMap((name) => {
      const address = element.getAttribute(name) ?? '';
      const file = readSealedAddress(address);
      if (!file) return [];
      element.removeAttribute(name);
      return [{ element, name, address, file }];
    }),
  );
  for (const { element, name, address, file } of waiting) {
    const url = opened.get(address) ?? openFile(file).then(URL.createObjectURL);
    opened.set(address, url);
    try {
      element.setAttribute(name, await url);
      if (element.localName === 'source') element.closest<HTMLMediaElement>('audio, video')?.load();
    } catch {
      const note = Object.assign(document.createElement('em'), { textContent: trouble, role: 'status' });
      element.after(document.createElement('br'), note);
    }
  }
}

/** All of a file, or an error: nothing is shown of one that was shortened or changed. */
async function openFile({ address, key, type }: SealedFile): Promise<Blob> {
  if (!SHOWN.test(type)) throw new TypeError();
  const raw = Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
  const secret = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const { ok, body } = await fetch(address);
  if (!ok || !body) throw new TypeError();
  const plain: ArrayBuffer[] = [];
  const open = async (record: Uint8Array<ArrayBuffer>, isLast: boolean) => {
    const iv = recordNonce(plain.length, isLast);
    plain.push(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, secret, record));
  };
  const size = RECORD_BYTES + TAG_BYTES;
  const record = new Uint8Array(size);
  let filled = 0;
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let at = 0; at < value.length; ) {
      // A full record is the last one only if nothing follows.
      if (filled === size) {
        await open(record, false);
        filled = 0;
      }
      const piece = value.subarray(at, at + size - filled);
      record.set(piece, filled);
      filled += piece.length;
      at += piece.length;
    }
  }
  await open(record.subarray(0, filled), true);
  return new Blob(plain, { type });
}
