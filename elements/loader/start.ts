/** Finds our elements in a page, also those that are only marked, and loads an element's code when the first of its kind comes near the viewport. */

import { upgradeMarked } from './upgrade.js';

/** How far below and above the viewport an element may be when its code is fetched. */
const NEAR = '600px';

/**
 * Watches a document for elements, also for those that are added later. Two loaders on one page do no harm: what one has upgraded the other does
 * not find, and a module is loaded once.
 *
 * @param root the document
 * @param names of the elements
 * @param load fetches the code of an element and registers it; called at most once at a time for each
 */
export function startLoader(root: Document, names: readonly string[], load: (name: string) => Promise<unknown>): void {
  const waiting = names.map((name) => `${name}:not(:defined)`).join();
  const loading = new Set<string>();
  let scheduled = false;

  const nearby = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const name = target.localName;
        if (!isIntersecting || loading.has(name)) continue;
        loading.add(name);
        // Once more at once: most of what a network loses, it has a moment later. Then the next one that scrolls by tries again.
        load(name)
          .catch(() => load(name))
          .catch(() => loading.delete(name));
      }
    },
    { rootMargin: NEAR },
  );

  // One query per frame at most, however many nodes a page adds.
  function scan(): void {
    scheduled = false;
    // While the parser is still filling an element, moving its children would tear it apart.
    if (root.readyState !== 'loading') upgradeMarked(root);
    for (const element of root.querySelectorAll(waiting)) nearby.observe(element);
  }

  new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(scan);
  }).observe(root, { childList: true, subtree: true });
  root.addEventListener('DOMContentLoaded', scan, { once: true });
  // What is observed anew is told at once whether it is near.
  addEventListener('online', () => {
    nearby.disconnect();
    scan();
  });
  scan();
}
