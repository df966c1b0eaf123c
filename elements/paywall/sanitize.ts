/** Paid HTML as a fragment without anything that could run: by the browser's own sanitizer, or by DOMPurify where there is none. */

/** What the two agree on. Style attributes would be refused by a strict `style-src`, and forms would take input in the site's name. */
const REMOVED_ELEMENTS = ['style', 'form', 'input', 'button', 'select', 'textarea', 'dialog', 'slot', 'template'];
const REMOVED_ATTRIBUTES = ['style', 'slot', 'is', 'part'];

interface NativeSanitizer {
  setHTML?(html: string, options?: { sanitizer: object }): void;
}

export async function sanitizeHtml(html: string): Promise<DocumentFragment> {
  const page = document.implementation.createHTMLDocument('');
  const body: HTMLElement & NativeSanitizer = page.body;
  const fragment = page.createDocumentFragment();
  if (body.setHTML) {
    body.setHTML(html, { sanitizer: { removeElements: REMOVED_ELEMENTS, removeAttributes: REMOVED_ATTRIBUTES } });
    fragment.append(...body.childNodes);
    return fragment;
  }
  const { default: createDOMPurify } = await import('dompurify');
  return createDOMPurify(window).sanitize(html, {
    FORBID_TAGS: REMOVED_ELEMENTS,
    FORBID_ATTR: REMOVED_ATTRIBUTES,
    RETURN_DOM_FRAGMENT: true,
  });
}
