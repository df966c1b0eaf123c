/** Bodies from outside, read only as far as they are allowed to be long. */

/**
 * The text of a body.
 *
 * @throws when it has more than `most` bytes, or is not UTF-8
 */
export async function boundedText(message: Request | Response, most: number): Promise<string> {
  const reader = message.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > most) {
      await reader.cancel();
      throw new RangeError(`The body has more than ${most} bytes.`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
