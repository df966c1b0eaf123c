/** Paid HTML as a fragment without anything that could run, load or lead away by itself: by the browser's own sanitizer, or by DOMPurify where there is none. */

/** The browser's own list of what is safe knows no pictures, and nothing to mark a place with. */
const ALLOWED_ELEMENTS = [
  { name: 'img', attributes: ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading', 'decoding'] },
  { name: 'picture' },
  { name: 'source', attributes: ['src', 'srcset', 'sizes', 'media', 'type', 'width', 'height'] },
  { name: 'video', attributes: ['src', 'poster', 'controls', 'loop', 'muted', 'preload', 'width', 'height'] },
  { name: 'audio', attributes: ['src', 'controls', 'loop', 'muted', 'preload'] },
  { name: 'track', attributes: ['src', 'kind', 'srclang', 'label', 'default'] },
  { name: 'details', attributes: ['open'] },
  { name: 'summary' },
];
const ALLOWED_ATTRIBUTES = ['class', 'id', 'role', 'aria-label', 'aria-labelledby', 'aria-describedby', 'aria-hidden'];
/** What stands in these is kept. */
const UNWRAPPED_ELEMENTS = ['form', 'fieldset', 'label', 'center', 'font', 'big', 'tt', 'strike'];

/** DOMPurify's lists are wider. Style attributes would be refused by a strict `style-src`, and forms would take input in the site's name. */
const FORBIDDEN_ELEMENTS = ['style', 'form', 'input', 'button', 'select', 'textarea', 'dialog', 'slot', 'template'];
const FORBIDDEN_ATTRIBUTES = [
  ...['style', 'slot', 'is', 'part', 'exportparts', 'name', 'tabindex'],
  ...['autoplay', 'background', 'inert', 'popover', 'popovertarget', 'popovertargetaction'],
];

/** https://wicg.github.io/sanitizer-api/ */
interface NativeSanitizer {
  allowElement(element: { name: string; attributes?: string[] }): void;
  allowAttribute(name: string): void;
  replaceElementWithChildren(name: string): void;
}

type NativeBody = HTMLElement & { setHTML?(html: string, options: { sanitizer: NativeSanitizer }): void };

export async function sanitizeHtml(html: string): Promise<DocumentFragment> {
  const page = document.implementation.createHTMLDocument('');
  const body: NativeBody = page.body;
  const { Sanitizer } = window as { Sanitizer?: new () => NativeSanitizer };
  if (body.setHTML && Sanitizer) {
    body.setHTML(html, { sanitizer: configured(new Sanitizer(), html) });
    const fragment = page.createDocumentFragment();
    fragment.append(...body.childNodes);
    return fragment;
  }
  const { default: createDOMPurify } = await import('dompurify');
  return createDOMPurify(window).sanitize(html, {
    FORBID_TAGS: FORBIDDEN_ELEMENTS,
    FORBID_ATTR: FORBIDDEN_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}

function configured(sanitizer: NativeSanitizer, html: string): NativeSanitizer {
  for (const element of ALLOWED_ELEMENTS) sanitizer.allowElement(element);
  for (const attribute of ALLOWED_ATTRIBUTES) sanitizer.allowAttribute(attribute);
  // Whatever is not allowed is dropped with all that it holds, and a site may well put its article into an element of its own.
  const custom = html.matchAll(/<([a-z][a-z\d]*-[\w.-]*)/gi);
  for (const name of [...UNWRAPPED_ELEMENTS, ...Array.from(custom, ([, name = '']) => name.toLowerCase())]) {
    sanitizer.replaceElementWithChildren(name);
  }
  return sanitizer;
}
