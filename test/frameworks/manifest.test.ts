/** The custom elements manifest says of each element what its code has, and nothing else. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAY_BUTTON_EVENTS, PAYWALL_EVENTS } from '../../elements/typings/event-names.js';
import { packageJson, root } from '../package/installed.js';

interface Named {
  readonly name: string;
  readonly kind?: string;
  readonly attribute?: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

interface Declaration extends Named {
  readonly tagName?: string;
  readonly members?: readonly Named[];
  readonly attributes?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
}

interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations: readonly Declaration[];
    readonly exports: readonly { readonly kind: string; readonly name: string }[];
  }[];
}

const BASE = 'elements/paywall/payment-element.ts';
/** Its elements have every attribute that there is, before their listeners; it compiles only with the typings of each. */
const SAMPLE = 'test/frameworks/types/react.tsx';
const SHEETS = ['styles', 'payment-styles', 'aside-styles'].map((name) => `elements/paywall/${name}.ts`);
const THEMES = readdirSync(join(root, 'elements/themes')).map((name) => `elements/themes/${name}`);
/** What a paying element shows from the click on. */
const CARDS = ['view', 'payment-view', 'aside'].map((name) => `elements/paywall/${name}.ts`);

/** Where an element's interface and its shadow root are written, and the events that it fires. */
const ELEMENTS = {
  'x402-paywall': {
    interface: ['elements/paywall/paywall.ts', BASE],
    code: ['elements/paywall/paywall.ts', ...CARDS],
    sheets: SHEETS,
    /** Asked for attributes when the content is shown. */
    readers: ['elements/paywall/content.ts'],
    events: PAYWALL_EVENTS,
    /** What its own templates never show of those that it shares. */
    without: [],
  },
  'x402-pay-button': {
    interface: ['elements/pay-button/pay-button.ts', BASE],
    code: ['elements/pay-button/view.ts', ...CARDS],
    sheets: SHEETS,
    readers: [],
    events: PAY_BUTTON_EVENTS,
    without: ['teaser', 'placeholder', 'receipt', 'locked', 'unlocked'],
  },
  'x402-receipts': {
    interface: ['elements/receipts/receipts.ts'],
    code: ['elements/receipts/view.ts'],
    sheets: ['elements/receipts/styles.ts'],
    readers: [],
    events: {},
    without: [],
  },
} as const;
type Tag = keyof typeof ELEMENTS;

const folder = mkdtempSync(join(tmpdir(), 'x402pay-manifest-'));
let manifest: Manifest;

beforeAll(() => {
  const options = [
    'analyze',
    '--quiet',
    '--config',
    'elements/manifest/config.mjs',
    '--outdir',
    relative(root, folder),
  ];
  execFileSync('npx', ['--no-install', 'cem', ...options], { cwd: root, stdio: 'ignore' });
  manifest = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const declarationOf = (tag: string) =>
  manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === tag)!;
const namesOf = (list: readonly Named[] = []) => list.map(({ name }) => name).sort();
const textOf = (files: readonly string[]) => files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
const foundBy = (pattern: RegExp, code: string) => [
  ...new Set([...code.matchAll(pattern)].flatMap(([, names = '']) => names.split(' '))),
];

describe('the custom elements manifest', () => {
  it('names modules that the package publishes, and every element that they register', () => {
    expect(manifest.modules.map(({ path }) => path)).toEqual(['dist/elements.js', 'dist/elements/define.js']);
    expect(packageJson.customElements).toBe('dist/custom-elements.json');
    const registered = foundBy(/register\('([\w-]+)'/g, textOf(['elements/define.ts']));
    expect(namesOf(manifest.modules[1]?.exports)).toEqual(registered.sort());
  });

  it('has every class that is shown, but for those that are no elements and no events', () => {
    const shown = foundBy(/\b(X402\w+)\b/g, textOf(['elements/index.ts'])).sort();
    expect(namesOf(manifest.modules[0]?.declarations)).toEqual(shown);
  });
});

describe.each(Object.keys(ELEMENTS) as Tag[])('what it says of <%s>', (tag) => {
  const { interface: files, code, sheets, readers, events: fired } = ELEMENTS[tag];
  const without: readonly string[] = ELEMENTS[tag].without;
  const shown = (pattern: RegExp) => foundBy(pattern, textOf(code)).filter((name) => !without.includes(name));

  /** What only style sheets read, or what shows the content. */
  const withoutProperty = () => [
    ...foundBy(/(?:paywall|this)\.getAttribute\('(\w+)'/g, textOf(readers)),
    ...foundBy(/:host\(\[(\w+)='\w+'\]\)/g, textOf(SHEETS)),
    ...foundBy(new RegExp(`^:is\\([^)]*\\b${tag}\\b[^)]*\\)\\[(\\w+)=`, 'gm'), textOf(THEMES)),
  ];

  it('are its attributes, each with its property where there is one', () => {
    const source = textOf(files);
    const [, observed = ''] = /observedAttributes[^=]*= \[([^\]]*)\]/.exec(source) ?? [];
    const written = foundBy(/(?:get|has|set|toggle)Attribute\('([\w-]+)'/g, source);
    const all = new Set([...foundBy(/'([\w-]+)'/g, observed), ...written]);
    const { attributes, members = [] } = declarationOf(tag);
    expect(namesOf(attributes)).toEqual([...all, ...withoutProperty()].sort());
    // Every element has a language.
    const own = [...all].filter((name) => name !== 'lang').sort();
    expect(members.flatMap(({ attribute }) => attribute ?? []).sort()).toEqual(own);
  });

  it('are attributes that the typings know, too, but for what only the element writes', () => {
    const [, sample = ''] = new RegExp(`<${tag}\\b([^>]*)`).exec(textOf([SAMPLE])) ?? [];
    const written = namesOf(declarationOf(tag).attributes).filter((name) => name !== 'state');
    expect(written.filter((name) => !new RegExp(`\\s${name}(?:=|\\s)`).test(sample))).toEqual([]);
  });

  it('are its properties and methods, each with a word about it', () => {
    const { members = [] } = declarationOf(tag);
    const source = textOf(files).replace(/\/\*\*(?:(?!\*\/)[\s\S])*@internal(?:(?!\*\/)[\s\S])*\*\/\s*[^\n]*/g, '');
    const inCode = foundBy(/^ {2}(?:get|async) (\w+)\(/gm, source);
    const others = /^ {2}toJSON\(/m.test(source) ? ['toJSON'] : [];
    expect(namesOf(members)).toEqual([...inCode, ...others].sort());
    expect(members.filter(({ description }) => !description)).toEqual([]);
  });

  it('are its events, which are those of the typings, each of a class of its own', () => {
    const { events = [] } = declarationOf(tag);
    expect(namesOf(events)).toEqual(Object.values(fired).sort());
    const known = textOf(['elements/paywall/events.ts', 'elements/pay-button/response-event.ts']);
    for (const { name, type } of events) expect(known).toContain(`'${name}': ${type?.text};`);
  });

  it('are its slots', () => {
    const unnamed = /<slot(?: @slotchange=\$\{\w+\})?>/.test(textOf(code)) ? [''] : [];
    expect(namesOf(declarationOf(tag).slots)).toEqual([...unnamed, ...shown(/<slot name="(\w+)"/g)].sort());
  });

  it('are its parts', () => {
    expect(namesOf(declarationOf(tag).cssParts)).toEqual(shown(/\bpart="([\w -]+)"/g).sort());
  });

  it('are its custom properties', () => {
    const documented = namesOf(declarationOf(tag).cssProperties);
    const used = foundBy(/(--x402-[\w-]+)/g, textOf([...SHEETS, ...sheets]));
    expect(documented.filter((name) => !used.includes(name))).toEqual([]);
    if (tag !== 'x402-receipts') expect(documented).toEqual(used.sort());
  });
});
