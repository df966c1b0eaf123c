/** What there is to know of one element, written by its own code, with the element itself to try. */

import type { Documented, ElementDocs } from '../element-docs.js';
import { type Html, html, trusted } from '../html.js';
import { PAYWALL_SCRIPT, page } from './layout.js';

/** What the playground begins with. */
export interface ElementExample {
  /** Attributes as they stand in the page. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Values to choose from, where they are known. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Attributes that are for this demo only, or not for pages to write. */
  readonly hidden: readonly string[];
  /** Content of the element. */
  readonly content: string;
}

export function elementsPage(elements: readonly ElementDocs[]): string {
  return page({
    title: 'Elements · BitBlog',
    description: 'The elements of x402Pay, with their documentation and a playground.',
    path: '/elements',
    main: html`
<div class="article-head">
<p class="label">Elements</p>
<h1>One line of HTML each</h1>
<p class="standfirst">Change an attribute, see what happens, copy the snippet.</p>
</div>
<div class="prose">
${elements.map(({ tag, summary }) => html`<h2><a href="/elements/${tag}"><code>&lt;${tag}&gt;</code></a></h2><p>${inline(summary)}</p>`)}
</div>`,
  });
}

export function elementPage(element: ElementDocs, example: ElementExample, others: readonly ElementDocs[]): string {
  return page({
    title: `<${element.tag}> · BitBlog`,
    description: element.summary,
    path: '/elements',
    head: html`${PAYWALL_SCRIPT}<link rel="stylesheet" href="/assets/playground.css">${themeSheets(example)}`,
    main: html`
<div class="article-head">
<p class="label"><a href="/elements">Elements</a></p>
<h1 class="tag"><code>&lt;${element.tag}&gt;</code></h1>
<p class="standfirst">${inline(element.summary)}</p>
</div>
${playground(element, example)}
<div class="prose reference">
${element.paragraphs.map((paragraph) => html`<p>${inline(paragraph)}</p>`)}
${table('Attributes', ['Attribute', 'Type', 'What it does'], element.attributes, true)}
${table('Slots', ['Slot', 'What it is for'], element.slots)}
${table('Events', ['Event', 'Class', 'When it is fired'], element.events, true)}
${table('Parts', ['Part', 'What it is'], element.parts)}
${table('Custom properties', ['Property', 'What it sets'], element.customProperties)}
${table('Properties', ['Property', 'Type', 'What it is'], element.properties, true)}
${table('Methods', ['Method', 'Gives', 'What it does'], element.methods, true)}
</div>
<footer class="endmark"><a href="/elements">All elements</a><span>${others.map(({ tag }) => html` <a href="/elements/${tag}">${tag}</a>`)}</span></footer>`,
  });
}

/** All of them, so that the playground can change from one to the other. */
function themeSheets({ choices }: ElementExample): readonly Html[] {
  const themes = (choices.theme ?? []).filter((theme) => theme !== '');
  return themes.map((theme) => html`<link rel="stylesheet" href="/themes/${theme}.css">`);
}

/** Without scripts the example is there, and the snippet can be copied by hand. */
function playground({ tag, attributes, customProperties, events }: ElementDocs, example: ElementExample): Html {
  // Every element has a language, and a direction.
  const global = ['lang', 'dir'].map((name) => ({
    name,
    description: `Of this element; default: the page’s.`,
    type: 'string',
  }));
  const own = attributes.filter(
    ({ name }) => !example.hidden.includes(name) && !global.some((one) => one.name === name),
  );
  const known = { tag, attributes: [...own, ...global], customProperties, events, example };
  return html`<bitblog-playground>
<script type="application/json">${trusted(JSON.stringify(known).replaceAll('<', '\\u003c'))}</script>
<template>${trusted(example.content)}</template>
<pre tabindex="0"><code>${snippet(tag, example)}</code></pre>
</bitblog-playground>`;
}

function snippet(tag: string, { attributes, content, hidden }: ElementExample): string {
  const shown = Object.entries(attributes).filter(([name]) => !hidden.includes(name));
  const written = shown.map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${value}"`));
  return `<${tag}${written.join('')}>${content}</${tag}>`;
}

function table(
  title: string,
  columns: readonly string[],
  rows: readonly Documented[],
  withType: boolean = false,
): Html | false {
  if (rows.length === 0) return false;
  const name = (row: Documented) => (row.name === '' ? html`<em>(default)</em>` : html`<code>${row.name}</code>`);
  return html`<h2>${title}</h2>
<div class="table-wrap" role="region" aria-label="${title}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><td>${name(row)}</td>${withType && html`<td>${row.type && html`<code>${row.type}</code>`}</td>`}<td>${inline(row.description)}</td></tr>`)}</tbody>
</table></div>`;
}

/** Doc comments mark code with backticks. */
function inline(text: string): readonly Html[] {
  return text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));
}
