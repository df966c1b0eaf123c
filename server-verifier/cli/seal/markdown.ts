/** Markdown with front matter as a page of its own. */

import { Marked } from 'marked';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { X402Error } from '../../../src/errors.js';
import { escapeText } from './html-tree.js';

/** What the front matter may say; everything else in it is for other tools. */
const FrontMatter = z.object({
  title: z.coerce.string().optional(),
  description: z.string().optional(),
  lang: z.string().optional(),
  teaser: z.string().optional(),
  resource: z.string().optional(),
  price: z.union([z.string(), z.array(z.string())]).optional(),
});

export interface MarkdownPage {
  /** The page, with the author's mark for the paid part in it. */
  readonly html: string;
  readonly resource: string | undefined;
  readonly prices: readonly string[];
}

/** The look of a page that has no style sheet of its own: room for the eyes, light and dark. */
const STYLE =
  ':root{color-scheme:light dark}body{max-width:42rem;margin:3rem auto;padding:0 1.25rem;font:1.0625rem/1.65 Georgia,serif}img,video{max-width:100%;height:auto}h1{line-height:1.2}pre{overflow:auto}';

/**
 * @param stylesheet address of the page's style sheet
 * @throws `invalid_configuration` for front matter that cannot be read
 */
export function pageOfMarkdown(source: string, stylesheet: string | undefined): MarkdownPage {
  const { matter, text } = splitFrontMatter(source);
  const { title, description, lang = 'en', teaser, resource, price } = readFrontMatter(matter);
  const marked = new Marked();
  const tokens = marked.lexer(text);
  const first = tokens.find(({ type }) => type !== 'space');
  const ownTitle = first?.type === 'heading' && 'depth' in first && first.depth === 1 ? String(first.text) : undefined;
  const name = title ?? ownTitle ?? 'Article';
  const body = marked.parser(tokens);
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(name)}</title>`,
    ...(description ? [`<meta name="description" content="${escapeText(description)}">`] : []),
    stylesheet ? `<link rel="stylesheet" href="${escapeText(stylesheet)}">` : `<style>${STYLE}</style>`,
  ];
  const heading = ownTitle === undefined ? `<h1>${escapeText(name)}</h1>\n` : '';
  const beginning = teaser === undefined ? '' : `<p>${escapeText(teaser)}</p>\n<!-- paid -->\n`;
  const html = `<!doctype html>\n<html lang="${escapeText(lang)}">\n<head>\n${head.join('\n')}\n</head>\n<body>\n<article>\n${heading}${beginning}${body}</article>\n</body>\n</html>\n`;
  return { html, resource, prices: price === undefined ? [] : [price].flat() };
}

function splitFrontMatter(source: string): { matter: string; text: string } {
  const lines = source.replace(/^\ufeff/, '').split(/\r?\n/);
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (lines[0]?.trimEnd() !== '---' || end < 0) return { matter: '', text: lines.join('\n') };
  return { matter: lines.slice(1, end).join('\n'), text: lines.slice(end + 1).join('\n') };
}

function readFrontMatter(matter: string): z.infer<typeof FrontMatter> {
  try {
    return FrontMatter.parse(parseYaml(matter) ?? {});
  } catch (cause) {
    const what = cause instanceof z.ZodError ? `"${cause.issues[0]?.path.join('.')}" is not a text` : 'it is not YAML';
    throw new X402Error('invalid_configuration', `The front matter cannot be read: ${what}.`, {
      field: 'front matter',
      cause,
    });
  }
}
