/** Where posts are written, and what each lets stand, with the source of its rules. */

import { autop } from '@wordpress/autop';
import sanitize, { type IOptions } from 'sanitize-html';
import { KSES_COMMENT, KSES_POST, TINYMCE } from './wordpress-tags.js';

export interface Editor {
  readonly name: string;
  /** What becomes of a post between its author and its readers. */
  readonly publish: (html: string) => string;
}

/** Medium, "Accepted markup for Medium's publishing API" (2016; its API documentation still refers to it). Its pages mark the links that lead elsewhere. */
const MEDIUM: IOptions = {
  allowedTags: 'h1 h2 h3 h4 p blockquote pre code figure figcaption img a b strong i em ul ol li hr br'.split(' '),
  allowedAttributes: { a: ['href', 'rel', 'target'], img: ['src', 'alt'] },
  transformTags: {
    a: (tagName, { href = '' }) => ({ tagName, attribs: { href, rel: 'noopener ugc nofollow', target: '_blank' } }),
  },
};

/** `bluemonday.UGCPolicy()` 1.0 (policies.go): every element below without `data-` or `class`, links with `nofollow`. Hosts in Go use it, or start with it. */
const BLUEMONDAY: IOptions = {
  allowedTags: (
    'article aside details figure section summary h1 h2 h3 h4 h5 h6 hgroup blockquote br div hr p span wbr a area abbr acronym cite code dfn em ' +
    'figcaption mark s samp strong sub sup var q time b i pre small strike tt u bdi bdo rp rt ruby del ins ol ul li dl dt dd table caption ' +
    'colgroup col thead tbody tfoot tr td th meter progress img map'
  ).split(' '),
  allowedAttributes: {
    '*': ['dir', 'lang', 'id', 'title'],
    a: ['href', 'rel'],
    blockquote: ['cite'],
    img: ['src', 'alt', 'width', 'height', 'align'],
  },
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow' } }),
  },
};

/** What Ghost 6 makes of pasted HTML: nodes of Lexical and Koenig (`@tryghost/kg-html-to-lexical`, `kg-default-nodes`); what is none loses its tag. */
const KOENIG: IOptions = {
  allowedTags:
    'h1 h2 h3 h4 h5 h6 p blockquote aside a b strong i em s u code pre sub sup mark br hr ul ol li img figure figcaption'.split(
      ' ',
    ),
  allowedAttributes: {
    a: ['href', 'rel', 'target', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height', 'srcset'],
  },
};

const everything = (html: string): string => html;
const by = (rules: IOptions) => (html: string) => sanitize(html, rules);

export const EDITORS: readonly Editor[] = [
  { name: 'Static files, page builders, Ghost’s HTML and Markdown cards', publish: everything },
  // Who may `unfiltered_html`: administrators and editors of a single site, super administrators of a network. Blocks are not run through `wpautop`.
  { name: 'WordPress, Custom HTML block, by an administrator', publish: everything },
  { name: 'WordPress, Custom HTML block, by an author', publish: by(KSES_POST) },
  { name: 'WordPress, classic editor, Text tab, by an administrator', publish: autop },
  {
    name: 'WordPress, classic editor, Visual tab, by an author',
    publish: (html) => autop(sanitize(sanitize(html, TINYMCE), KSES_POST)),
  },
  { name: 'Ghost, as text', publish: by(KOENIG) },
  { name: 'Medium', publish: by(MEDIUM) },
  { name: 'Go hosts with bluemonday’s rules for user content', publish: by(BLUEMONDAY) },
  { name: 'Comments on WordPress, by anybody', publish: by(KSES_COMMENT) },
];
