import type { SerializedAXNode } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStudio, type Studio } from '../studio.js';
import { PANEL_SHEETS, type PanelSheet, type SurfaceName } from './sheets.js';
import { SURFACES } from './surfaces.js';

/** What a person can go to, or is told by itself. */
const TOLD = /^(?:heading|region|switch|button|radio|progressbar|alert|status|columnheader|rowheader|cell|term)$/;

/** What somebody hears who does not see the pages: role, name and state, in the order in which it is read. */
describe('a screen reader', () => {
  let studio: Studio<PanelSheet>;

  beforeAll(async () => {
    studio = await openStudio('extension/index.html');
  });

  afterAll(() => studio?.close());

  async function heard(surface: SurfaceName, face: string): Promise<readonly string[]> {
    const sheet = PANEL_SHEETS.find(({ name }) => name === `${surface}-en-light`);
    if (sheet) await studio.show(sheet);
    const tree = await studio.page.accessibility.snapshot({ includeIframes: true, interestingOnly: false });
    const window = tree && windowsIn(tree)[Object.keys(SURFACES[surface].faces).indexOf(face)];
    return window ? told(window) : [];
  }

  it('tells in the popup what there is, what it is called, and in which state', async () => {
    expect(await heard('popup', 'usual')).toEqual([
      ...['button: Settings', 'button: Pause all payments', 'button: Lock', 'alert', 'status'],
      ...['region: Balance', 'heading: Balance', 'button: Top up'],
      ...['region: This site', 'heading: This site'],
      'switch: Pay here by itself (on). Within the budget, without asking.',
      ...['button: Pause', 'button: Block'],
      ...['region: Left to spend', 'heading: Left to spend'],
      ...['progressbar: Today: 0.6 STX of 1 STX', 'progressbar: This month: 4.6 STX of 5 STX'],
      ...['region: Last payments', 'heading: Last payments', 'button: All History'],
      'button: What now? A second part',
    ]);
  });

  it('tells in the approval window who wants what, before anything that pays', async () => {
    const [former, now] = ['ST000000000000000000002AMW42H', 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC'];
    expect(await heard('approve', 'another payee, told no before')).toEqual([
      'heading: blog.example wants to be paid',
      ...['cell', 'columnheader: Before', 'columnheader: Now', 'rowheader: Payee', `cell: ${former}`, `cell: ${now}`],
      ...['term: For', 'term: Page', 'term: Network fee', 'term: Network'],
      ...['radio: Ask every time (on)', 'radio: Pay by itself, up to 0.5 STX'],
      ...['radio: Pay by itself, up to another price', 'alert', 'status'],
      'button: Do not pay. After a no, this page asks again only when it is reloaded.',
      ...['button: Pay 0.5 STX', 'button: Block this site'],
    ]);
  });
});

function windowsIn(node: SerializedAXNode): readonly SerializedAXNode[] {
  return node.role === 'Iframe' ? [node] : (node.children ?? []).flatMap(windowsIn);
}

function told(node: SerializedAXNode): readonly string[] {
  const { role, name = '', checked, description, children = [] } = node;
  const spoken = [
    role + (name === '' ? '' : `: ${name.replace(/\s+/g, ' ').trim()}`) + (checked ? ' (on)' : ''),
    ...(description === undefined || description === name ? [] : [description]),
  ];
  return [...(TOLD.test(role) ? [spoken.join('. ')] : []), ...children.flatMap(told)];
}
