/** Finds the paywalls of a page, turns marked `div`s into elements, and loads the element's code when the first one comes near the viewport. */

const ELEMENT = 'x402-paywall';
const MARK = 'data-x402-paywall';
/** How far below and above the viewport a paywall may be when its code is fetched. */
const NEAR = '600px';

/**
 * Watches a document for paywalls, also for those that are added later. Two loaders on one page do no harm: what one has upgraded the other does
 * not find, and a module is loaded once.
 *
 * @param root the document
 * @param load fetches the element's code and registers it; called at most once at a time
 */
export function startLoader(root: Document, load: () => Promise<unknown>): void {
  let scheduled = false;
  let loading = false;

  const nearby = new IntersectionObserver(
    (entries) => {
      if (loading || !entries.some((entry) => entry.isIntersecting)) return;
      loading = true;
      load().then(
        () => nearby.disconnect(),
        () => {
          // Offline, for example: the next paywall that scrolls by tries again.
          loading = false;
        },
      );
    },
    { rootMargin: NEAR },
  );

  // One query per frame at most, however many nodes a page adds.
  function scan(): void {
    scheduled = false;
    // While the parser is still filling a `div`, moving its children would tear it apart.
    if (root.readyState !== 'loading') for (const marked of root.querySelectorAll(`[${MARK}]`)) upgrade(marked);
    for (const waiting of root.querySelectorAll(`${ELEMENT}:not(:defined)`)) nearby.observe(waiting);
  }

  new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(scan);
  }).observe(root, { childList: true, subtree: true });
  root.addEventListener('DOMContentLoaded', scan, { once: true });
  scan();
}

/** `<div data-x402-paywall="URL" data-node-url="…">` gets an `<x402-paywall src="URL" node-url="…">` around what it holds. */
function upgrade(marked: Element): void {
  const paywall = marked.ownerDocument.createElement(ELEMENT);
  for (const { name, value } of marked.attributes) {
    if (name === MARK) paywall.setAttribute('src', value);
    else if (name.startsWith('data-')) paywall.setAttribute(name.slice('data-'.length), value);
  }
  marked.removeAttribute(MARK);
  paywall.append(...marked.childNodes);
  marked.append(paywall);
}
