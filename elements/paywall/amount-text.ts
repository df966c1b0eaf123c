/** Amounts as a reader's language writes them. */

/** What every browser can, and more places than any known asset has. */
const FORMAT = { maximumFractionDigits: 20, numberingSystem: 'latn' };

/**
 * A price as a language writes it, exactly: the number is formatted as text, never as floating point. The digits are the Western ones, so that
 * they can be compared with what the wallet shows.
 *
 * @param price decimal amount, no-break space, symbol: `1234.5 STX`. An amount with more than 20 places stays as it is.
 * @param language a valid language tag
 */
export function amountText(price: string, language: string): string {
  return price.replace(/^\d+(\.\d{1,20})?(?=\s)/, (amount) =>
    new Intl.NumberFormat(language, FORMAT).format(amount as Intl.StringNumericLiteral),
  );
}
