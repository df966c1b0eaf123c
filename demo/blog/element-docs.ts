/** What the code says of our elements, from the custom elements manifest that the build writes. */

import { existsSync, readFileSync } from 'node:fs';

/** One attribute, slot, part, property or event. */
export interface Documented {
  readonly name: string;
  readonly description: string;
  /** TypeScript's type, where there is one. */
  readonly type: string;
  /** As the code writes it. */
  readonly default: string;
}

export interface ElementDocs {
  readonly tag: string;
  readonly className: string;
  /** First sentence of the description. */
  readonly summary: string;
  /** Paragraphs after the summary. */
  readonly paragraphs: readonly string[];
  readonly attributes: readonly Documented[];
  readonly properties: readonly Documented[];
  readonly methods: readonly Documented[];
  readonly events: readonly Documented[];
  readonly slots: readonly Documented[];
  readonly parts: readonly Documented[];
  readonly customProperties: readonly Documented[];
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * @param manifest path of `custom-elements.json`
 * @throws Error that says how to build it
 */
export function readElementDocs(manifest: string): readonly ElementDocs[] {
  if (!existsSync(manifest)) throw new Error(`${manifest} is missing: "npm start" builds it.`);
  const { modules } = JSON.parse(readFileSync(manifest, 'utf8')) as { modules: readonly Entry[] };
  return modules
    .flatMap((module) => entries(module.declarations))
    .filter((declaration) => typeof declaration.tagName === 'string')
    .map(docsOf)
    .sort((one, other) => one.tag.localeCompare(other.tag));
}

function docsOf(declaration: Entry): ElementDocs {
  const members = entries(declaration.members).filter(isPublic);
  const [summary = '', ...paragraphs] = text(declaration.description)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  return {
    tag: text(declaration.tagName),
    className: text(declaration.name),
    // The page has the tag as its title.
    summary: summary.replace(/^`<[^`]*>`: ./, (start) => start.slice(-1).toUpperCase()),
    paragraphs,
    attributes: entries(declaration.attributes).map(documented),
    properties: members.filter(({ kind }) => kind === 'field').map(documented),
    methods: members.filter(({ kind }) => kind === 'method').map(documented),
    events: entries(declaration.events).map(documented),
    slots: entries(declaration.slots).map(documented),
    parts: entries(declaration.cssParts).map(documented),
    customProperties: entries(declaration.cssProperties).map(documented),
  };
}

function documented(entry: Entry): Documented {
  const type = (entry.type ?? (entry.return as Entry | undefined)?.type) as Entry | undefined;
  return {
    name: text(entry.name),
    description: text(entry.description).replace(/\s+/g, ' '),
    type: text(type?.text),
    default: text(entry.default),
  };
}

/** Not private, not static, not one of the browser's callbacks, and described. */
function isPublic({ privacy, static: isStatic, name, description }: Entry): boolean {
  const isCallback = /Callback$/.test(text(name));
  return privacy !== 'private' && privacy !== 'protected' && !isStatic && !isCallback && description !== undefined;
}

function entries(list: unknown): readonly Entry[] {
  return Array.isArray(list) ? list : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
