/** Bodies from outside, read only as far as they are allowed to be long. */

/** The bytes, or `undefined` when there are more than `most`; then the rest is not read. */
export async function readBounded(message: Request | Response, most: number): Promise<Uint8Array | undefined> {
  // Request bodies are no streams in Firefox.
  if (message.body === undefined) {
    const bytes = new Uint8Array(await message.arrayBuffer());
    return bytes.length <= most ? bytes : undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = message.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > most) {
      // Not awaited: one branch of a clone waits for the other.
      reader?.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  for (const chunk of chunks) {
    bytes.set(chunk, bytes.length - length);
    length -= chunk.length;
  }
  return bytes;
}
