/** Reads base64, strictly: one text for one byte string (RFC 4648, sections 3.5 and 4). */

/** The bytes of the URL-safe form without padding; `undefined` as for the standard alphabet. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  return decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding);
}

/** The bytes, or `undefined` for anything but the one canonical text: no white space, no missing padding, no stray bits, not base64url. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text);
    // `atob` forgives white space and missing padding; the way back does not.
    return btoa(binary) === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined;
  } catch {
    return undefined;
  }
}
