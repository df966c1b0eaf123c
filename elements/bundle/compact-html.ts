/**
 * Lit's templates, as far as our elements use them: text, templates and lists as content, whole attributes, `.property` and `@event`. For the
 * script tag's bundle, where it saves 1.9 kB of every reader's 11; the npm package has Lit's own. `compact-html.browser-test.ts` holds the two
 * against each other.
 */

/** Only {@link html} makes one: an object that came as JSON, in an attribute or from a server, is no markup. */
class Template {
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];

  constructor(strings: TemplateStringsArray, values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }
}

/** Puts the next value into one place of a template. */
type Hole = (value: unknown) => void;

interface Prepared {
  readonly content: DocumentFragment;
  /** By place: the attribute that it fills, with its `.` or `@`; nothing for content. */
  readonly names: readonly (string | undefined)[];
}

interface Policy {
  createHTML(markup: string): string;
}

/** In the place of an attribute: leaves it out. @public */
export const nothing: unique symbol = Symbol();

const ELEMENTS_AND_COMMENTS = 129;
const prepared = new Map<TemplateStringsArray, Prepared>();
const roots = new WeakMap<Node, Hole>();
/** The name that pages allow in `trusted-types`, with Lit as without. */
const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): Policy } };
const policy = trustedTypes?.createPolicy('lit-html', { createHTML: (markup: string) => markup });

export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Template {
  return new Template(strings, values);
}

export function render(value: unknown, root: Node): void {
  const hole = roots.get(root) ?? contentHole(root.appendChild(new Comment()));
  roots.set(root, hole);
  hole(value);
}

function prepare(strings: TemplateStringsArray): Prepared {
  const names: (string | undefined)[] = [];
  const source = strings.map((text, index) => {
    if (index === strings.length - 1) return text;
    // `name=` at the end of a piece: what comes is the attribute's value.
    const [start, name] = /\s([.@]?[\w-]+)=$/.exec(text) ?? [''];
    names.push(name);
    return name === undefined ? `${text}<!--$-->` : `${text.slice(0, -start.length)} $${index}`;
  });
  const template = document.createElement('template');
  const markup = source.join('');
  template.innerHTML = policy?.createHTML(markup) ?? markup;
  return { content: template.content, names };
}

/** A copy of the template's content, and its places, in order. */
function instantiate(strings: TemplateStringsArray): [DocumentFragment, Hole[]] {
  const known = prepared.get(strings) ?? prepare(strings);
  prepared.set(strings, known);
  const content = document.importNode(known.content, true);
  const walker = document.createTreeWalker(content, ELEMENTS_AND_COMMENTS);
  const holes: Hole[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!(node instanceof Element)) holes.push(contentHole(node as Comment));
    else {
      for (const name of node.getAttributeNames()) {
        if (name[0] !== '$') continue;
        node.removeAttribute(name);
        holes.push(attributeHole(node, known.names[holes.length] as string));
      }
    }
  }
  return [content, holes];
}

/** Fills the place before `end`. */
function contentHole(end: Comment): Hole {
  const start = new Comment();
  let strings: readonly string[] | undefined;
  let holes: Hole[] = [];
  let text: Text | undefined;
  const clear = () => {
    if (!start.parentNode) end.before(start);
    while (start.nextSibling !== end) start.nextSibling?.remove();
    strings = undefined;
    text = undefined;
    holes = [];
  };
  return (value) => {
    if (Array.isArray(value)) {
      if (strings !== LIST || value.length < holes.length) clear();
      strings = LIST;
      value.forEach((item, index) => {
        if (!holes[index]) {
          const place = new Comment();
          end.before(place);
          holes.push(contentHole(place));
        }
        holes[index]?.(item);
      });
    } else if (value instanceof Template) {
      let content: DocumentFragment | undefined;
      if (strings !== value.strings) {
        clear();
        [content, holes] = instantiate(value.strings);
        strings = value.strings;
      }
      holes.forEach((hole, index) => {
        hole(value.values[index]);
      });
      if (content) end.before(content);
    } else {
      const words = value === nothing ? '' : String(value ?? '');
      if (!text) {
        clear();
        text = new Text();
        end.before(text);
      }
      if (text.data !== words) text.data = words;
    }
  };
}

/** Stands for the strings of a list. */
const LIST: readonly string[] = [];

function attributeHole(element: Element, name: string): Hole {
  const key = name.slice(1);
  let last: unknown;
  if (name[0] === '@') {
    element.addEventListener(key, (event) => (last as (event: Event) => void).call(element, event));
    return (value) => {
      last = value;
    };
  }
  let isNew = true;
  return (value) => {
    if (value === last && !isNew) return;
    isNew = false;
    last = value;
    if (name[0] === '.') Reflect.set(element, key, value);
    else if (value === nothing) element.removeAttribute(name);
    else element.setAttribute(name, String(value ?? ''));
  };
}
