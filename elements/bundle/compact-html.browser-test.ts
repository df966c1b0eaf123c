/** Our templates and Lit's, side by side: the same page after every step. */

import fc from 'fast-check';
import * as lit from 'lit/html.js';
import { describe, expect, it } from '../../test/browser/suite.js';
import * as compact from './compact-html.js';

interface Library {
  readonly html: typeof lit.html;
  readonly nothing: unknown;
}

/** A template by name, with what it holds. */
type Tree =
  | { readonly kind: 'text'; readonly value: string | number | undefined | null }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'one' | 'two' | 'attributes'; readonly first: Tree; readonly second: Tree; readonly word: string };

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({
      kind: fc.constant('text' as const),
      value: fc.oneof(
        fc.constantFrom(undefined, null, '', 'a', '<b>', '&amp;', ' $ ', 'x='),
        fc.string(),
        fc.integer(),
      ),
    }),
    fc.constant({ kind: 'nothing' as const }),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({
      kind: fc.constantFrom('one' as const, 'two' as const, 'attributes' as const),
      first: tie('tree'),
      second: tie('tree'),
      word: fc.constantFrom('', 'a', 'b c', '"', '<', '$'),
    }),
  ),
})).tree;

function build({ html, nothing }: Library, tree: Tree): unknown {
  if (tree.kind === 'text') return tree.value;
  if (tree.kind === 'nothing') return nothing;
  if (tree.kind === 'list') return tree.items.map((item) => build({ html, nothing }, item));
  const { word } = tree;
  const [first, second] = [tree.first, tree.second].map((one) => build({ html, nothing }, one));
  if (tree.kind === 'one') return html`<p>before ${first} after</p>`;
  if (tree.kind === 'two') return html`${first}<ul><li>${second}</li></ul> ${word}`;
  return html`<svg viewBox="0 0 1 1"><path d=${word} /></svg>
    <label
      class=${word}
      data-of=${word === 'a' ? nothing : word}
      title="fixed"
      ><input type="checkbox" .checked=${word !== ''} aria-label=${word} />${first}</label
    >`;
}

/** What stands in the page; comments are each library's own business. */
function pageOf(root: Element): string {
  const checked = [...root.querySelectorAll('input')].map((input) => input.checked);
  return `${root.innerHTML.replace(/<!--.*?-->/gs, '')}|${checked}`;
}

describe('the compact templates', () => {
  it('make of any values, in any order, the page that Lit makes', () => {
    fc.assert(
      fc.property(fc.array(trees, { minLength: 1, maxLength: 5 }), (steps) => {
        const [ours, theirs] = [document.createElement('div'), document.createElement('div')];
        for (const step of steps) {
          compact.render(build(compact as unknown as Library, step), ours);
          lit.render(build(lit, step), theirs);
          expect(pageOf(ours)).to.equal(pageOf(theirs));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keep the elements of a template that comes again, and what the reader has in them', () => {
    const root = document.createElement('div');
    const field = (words: string) => compact.html`<p>${words}</p><input />`;
    compact.render(field('one'), root);
    const input = root.querySelector('input');
    compact.render(field('two'), root);
    expect(root.querySelector('input')).to.equal(input);
    expect(root.textContent).to.equal('two');
  });

  it('call the listener of the last time, once', () => {
    const root = document.createElement('div');
    const calls: string[] = [];
    const button = (name: string) => compact.html`<button @click=${() => calls.push(name)}>${name}</button>`;
    for (const name of ['one', 'two', 'three']) compact.render(button(name), root);
    root.querySelector('button')?.click();
    expect(calls).to.eql(['three']);
  });

  it('write what is hostile as words', () => {
    const root = document.createElement('div');
    const hostile = '<img src=x onerror=alert(1)>"\' onclick=alert(1)';
    compact.render(compact.html`<a title=${hostile}>${hostile}</a>`, root);
    expect(root.querySelectorAll('*')).to.have.length(1);
    expect(root.firstElementChild?.getAttributeNames()).to.eql(['title']);
    expect(root.textContent).to.equal(hostile);
  });

  it('take nothing for a template that came as data, in whatever form', () => {
    const root = document.createElement('div');
    const strings = ['<img src="/nowhere.png" onerror="window.hasRun=true">'];
    for (const forged of [
      { strings, values: [] },
      JSON.parse(JSON.stringify({ strings, values: [] })),
      { strings: { raw: strings, map: 1 } },
    ]) {
      compact.render(compact.html`<p>${forged}</p>${[forged]}`, root);
      expect(root.querySelector('img')).to.equal(null);
      expect(root.textContent).to.equal('[object Object][object Object]');
    }
  });
});
