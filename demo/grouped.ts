/** Thousands apart, for people: `100,000.8`. */
export function grouped(decimal: string): string {
  return decimal.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}
