/**
 * A date with its time, as the reader's language writes it.
 *
 * @param milliseconds since 1970
 */
export function dateText(milliseconds: number, language: string): string {
  const format = { dateStyle: 'long', timeStyle: 'short', numberingSystem: 'latn' } as const;
  return new Intl.DateTimeFormat(language, format).format(milliseconds);
}
