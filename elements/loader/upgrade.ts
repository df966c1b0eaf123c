/** Makes paywalls of what blog editors leave standing: a `div` with `data-` attributes, or a link. */

const ELEMENT = 'x402-paywall';
const MARK = 'data-x402-paywall';
/** What runs, or lays itself over the page, is not taken along: blogs let everybody who writes there set data attributes, because they do nothing. */
const TAKEN = /^data-(?!on|style)/i;
/** Links of authors only. Comments, where anybody could ask for money, are marked as what they are by every blog's software. */
const LINKS = `a[href$="#${ELEMENT}"]:not([rel~=ugc],[rel~=nofollow])`;

/** Upgrades what is marked in the page. What is done is not found again. */
export function upgradeMarked(page: Document): void {
  for (const marked of page.querySelectorAll(`[${MARK}]`)) upgradeDiv(marked);
  for (const link of page.querySelectorAll<HTMLAnchorElement>(LINKS)) upgradeLink(link);
}

/** `<div data-x402-paywall="URL" data-node-url="…">` gets an `<x402-paywall src="URL" node-url="…">` around what it holds. */
function upgradeDiv(marked: Element): void {
  const paywall = marked.ownerDocument.createElement(ELEMENT);
  for (const { name, value } of marked.attributes) {
    if (name === MARK) paywall.setAttribute('src', value);
    else if (TAKEN.test(name)) paywall.setAttribute(name.slice('data-'.length), value);
  }
  marked.removeAttribute(MARK);
  paywall.append(...marked.childNodes);
  marked.append(paywall);
}

/** `<p><a href="URL#x402-paywall">Read on</a></p>` gets an `<x402-paywall src="URL">` in the link's place. A link within a sentence stays, and the paywall follows its paragraph. */
function upgradeLink(link: HTMLAnchorElement): void {
  const paywall = link.ownerDocument.createElement(ELEMENT);
  link.hash = '';
  paywall.setAttribute('src', link.href);
  const line = link.closest('p');
  if (line && line.textContent?.trim() !== link.textContent?.trim()) return void line.after(paywall);
  // The paragraph keeps its margins; what the link was wrapped in, like bold type, is not for the text that comes.
  if (line) line.replaceChildren(paywall);
  else link.replaceWith(paywall);
  // In a slot that the element does not have: it leads there as long as the element's code is not loaded, and is not seen from then on.
  link.slot = 'link';
  paywall.append(link);
}
