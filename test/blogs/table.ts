/** The table of what survives where, as it stands in the README. */

import type { Editor } from './editors.js';
import type { Form } from './forms.js';

const START = '<!-- blogs:start -->';
const END = '<!-- blogs:end -->';

/** What a reader gets of a form, where the page has our script. */
export type Outcome =
  /** A paywall below its teaser. */
  | 'paywall'
  /** A paywall above it. */
  | 'misplaced'
  /** A link to the page that sells it. */
  | 'link'
  | 'nothing';

const SIGNS: Readonly<Record<Outcome, string>> = {
  paywall: '✓',
  misplaced: '✓, above its teaser',
  link: 'stays a link',
  nothing: '–',
};

/** @param outcomeOf what a run has seen; `undefined` when the test has failed */
export function survivalTable(
  editors: readonly Editor[],
  forms: readonly Form[],
  outcomeOf: (editor: Editor, form: Form) => Outcome | undefined,
): string {
  const cells = (editor: Editor) => forms.map((form) => SIGNS[outcomeOf(editor, form) as Outcome] ?? '✗');
  const rows = [
    ['where the post is written', ...forms.map(({ name }) => name)],
    ['---', ...forms.map(() => ':-:')],
    ...editors.map((editor) => [editor.name, ...cells(editor)]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What stands between the markers. */
export function readmeSection(readme: string): string | undefined {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  return start < 0 || end < start ? undefined : readme.slice(start + START.length, end).trim();
}
