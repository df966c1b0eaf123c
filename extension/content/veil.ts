/**
 * A page that was refused with 402, and is about to be loaded again with its payment, is not shown for that moment. Where nothing is paid, or a
 * person is asked, it is the seller's own page that tells what is for sale.
 */

/** Longest time that nothing is shown. */
const PATIENCE = 1500;

/** @param visit resolves when the page stays as it is */
export function veil(visit: () => Promise<unknown>): void {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (entry?.responseStatus !== 402) return;
  const { style } = document.documentElement;
  const show = () => style.removeProperty('visibility');
  style.setProperty('visibility', 'hidden', 'important');
  setTimeout(show, PATIENCE);
  visit().then(show, show);
}
