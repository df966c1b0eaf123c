/** The articles: Markdown files, each cut at `<!-- paid -->` into a teaser that everyone gets and a rest that is sold. */

import { readdirSync, readFileSync } from 'node:fs';
import { marked } from 'marked';

export interface Article {
  /** File name without `.md`, and the last part of the page's address. */
  readonly slug: string;
  readonly title: string;
  readonly standfirst: string;
  /** `2026-11-02`. */
  readonly date: string;
  readonly topic: string;
  /** Reading time of the whole article at 220 words a minute. */
  readonly minutes: number;
  /** HTML that stands in the page for everyone. The whole article, if it is free. */
  readonly teaser: string;
  /** HTML that is served against payment only; `undefined` for a free article. */
  readonly rest: string | undefined;
}

const FOLDER = new URL('./articles/', import.meta.url);
const CUT = '<!-- paid -->';

/** All articles, newest first. */
export function loadArticles(): readonly Article[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .map((name) => parseArticle(name.slice(0, -'.md'.length), readFileSync(new URL(name, FOLDER), 'utf8')))
    .sort((a, b) => b.date.localeCompare(a.date));
}

export function parseArticle(slug: string, source: string): Article {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  if (!match) throw new Error(`The article "${slug}" does not begin with a block of facts between two lines of "---".`);
  const [, head = '', body = ''] = match;
  const facts = new Map(head.split('\n').map((line) => splitAt(line, ': ')));
  const fact = (name: string): string => {
    const value = facts.get(name);
    if (!value) throw new Error(`The article "${slug}" has no "${name}".`);
    return value;
  };
  const [teaser, rest] = body.includes(CUT) ? splitAt(body, CUT) : [body, undefined];
  return {
    slug,
    title: fact('title'),
    standfirst: fact('standfirst'),
    date: fact('date'),
    topic: fact('topic'),
    minutes: Math.max(1, Math.round(body.split(/\s+/).length / 220)),
    teaser: markdown(teaser),
    rest: rest === undefined ? undefined : markdown(rest),
  };
}

function markdown(source: string): string {
  // Code may be wider than a phone, and who has only a keyboard must be able to scroll it.
  return marked.parse(source, { async: false }).trim().replaceAll('<pre>', '<pre tabindex="0">');
}

function splitAt(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}
