/** `x402pay seal`: a page whose paid part is readable only for those who bought its key. */

import { randomFillSync } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { X402Error } from '../../../src/errors.js';
import type { Command } from '../command.js';
import { EXIT, type ExitCode } from '../exit.js';
import type { Terminal } from '../terminal.js';
import { refuseLeaks } from './find-leaks.js';
import { pageOfMarkdown } from './markdown.js';
import { sealedFolderOf, sealFolder } from './seal-folder.js';
import { readSealOptions, type SealOptions } from './seal-options.js';
import { nothingToSeal, type SealedPage, sealPage } from './seal-page.js';
import { sellerOf } from './seller.js';
import { snippetOf } from './snippet.js';
import { writeSealedFiles } from './write-sealed.js';

const HELP = `Seals the paid part of a page: what is published is encrypted, and its key is sold by your key function.

Usage: x402pay seal <file or folder> [options]       or: … | x402pay seal --key-url <url> --resource <name> > page.html

Mark the paid part in HTML or Markdown with a comment: <!-- paid --> where it begins (WordPress's <!--more--> will do), and
<!-- /paid --> where it ends, if more follows. Or wrap it in <x402-paywall seal>…</x402-paywall>. In the front matter of
Markdown, "teaser" makes everything else the paid part; "title", "description", "lang", "price" and "resource" are used.

  --key-url <url>       where keys are sold, like https://keys.example/articles; the article's path is added to it.
                        Default: X402PAY_KEY_URL. A paywall with src="…" says it itself
  --resource <name>     the article's name after the key URL, or its whole address; default: its path without extension
  --network <network>   mainnet or testnet, the same as the key function's; default: X402PAY_NETWORK. With devnet, the embedded
                        chain, pages have its address and its development wallet, and are for this computer only
  --node-url <url>      node that readers' browsers ask for nonces and fees; default: X402PAY_NODE_URL, or the network's public one
  --out, -o <path>      file or folder to write. Default for article.html: article.sealed.html; a folder needs it; the same
                        folder seals in place
  --root <folder>       of the site, for addresses that begin with /; default: where the command runs
  --price "0.50 STX"    said to search engines (schema.org offers) and where scripts are off, may be repeated; the key function
                        charges its own
  --script <url>        adds <script async src="…"> to pages that do not load x402pay.js; default: X402PAY_SCRIPT
  --stylesheet <url>    for pages that are made of Markdown
  --noscript <text>     what is said where scripts are off; {price} and {url} are filled in
  --snippet             print only the sealed paywall, as a <div> to paste into a blog editor
  --markdown            standard input is Markdown
  --version <number>    of the key, default 1; raise it together with the key function's when a key has got around
  --env-file <file>     default: .env, .env.local or .dev.vars, whichever has X402PAY_SECRET
  --dry-run             look at everything, write nothing
  --help, -h            this text

The secret is read from X402PAY_SECRET, in the environment or the file; it is never an argument. Keep the plain source: sealing
again, after a correction, keeps all readers in who have paid. Pictures of the paid part are sealed, too: small ones inside, others
in files beside the page. A folder is copied without them, and is refused when a feed or a search index has the paid text.
Pages with a content security policy need img-src blob: data:.

Exit codes: 0 done, 1 paid text would be readable elsewhere, 2 wrong use.`;

export const seal: Command = {
  summary: 'encrypt the paid part of a page, of a folder, or of Markdown',
  help: HELP,
  async run(args, terminal) {
    const options = readSealOptions(args, terminal);
    const { input } = options;
    if (input === undefined) return sealInput(options, terminal);
    const found = statSync(input, { throwIfNoEntry: false });
    if (!found) refuse('', `There is no file or folder "${input}".`);
    return found.isDirectory() ? sealSite(input, options, terminal) : sealFile(input, options, terminal);
  },
};

async function sealFile(input: string, options: SealOptions, terminal: Terminal): Promise<ExitCode> {
  const folder = dirname(resolve(input));
  const isMarkdown = options.isMarkdown || /\.(?:md|markdown)$/i.test(input);
  const name = basename(input, extname(input));
  const target = options.out ?? join(dirname(input), isMarkdown ? `${name}.html` : `${name}.sealed${extname(input)}`);
  if (resolve(target) === resolve(input))
    refuse('out', 'The plain source would be lost; choose another file for --out.');
  const source = await readFile(input, 'utf8');
  // A post in a folder of its own is called by the folder's name.
  const article = name === 'index' ? basename(folder) : name;
  const place = options.isSnippet ? undefined : sealedFolderOf(basename(target));
  const page = await sealOne(source, { folder, article, place, isMarkdown, title: input }, options);
  if (options.isSnippet) terminal.print(snippetOf(page.html));
  else if (!options.isDryRun) {
    await mkdir(dirname(target), { recursive: true });
    await writeSealedFiles(page.files, join(dirname(target), sealedFolderOf(basename(target))));
    await writeFile(target, page.html);
  }
  tell(options.isSnippet ? input : target, page, options, terminal);
  for (const path of page.used)
    terminal.note(`          do not publish ${relative(process.cwd(), path)}, which is sealed now`);
  return EXIT.done;
}

async function sealInput(options: SealOptions, terminal: Terminal): Promise<ExitCode> {
  if (terminal.isInteractive)
    refuse('', 'Name a file or a folder, or pipe a page into this command; see x402pay seal --help.');
  const source = await readAll(process.stdin);
  const folder = process.cwd();
  const place = options.out === undefined ? undefined : sealedFolderOf(basename(options.out));
  const { isMarkdown, isSnippet, out } = options;
  const page = await sealOne(source, { folder, article: undefined, place, isMarkdown, title: 'The page' }, options);
  const text = isSnippet ? snippetOf(page.html) : page.html;
  if (out === undefined) terminal.print(text.trimEnd());
  else if (!options.isDryRun) {
    await writeSealedFiles(page.files, join(dirname(out), sealedFolderOf(basename(out))));
    await writeFile(out, text);
  }
  tell(out ?? 'standard output', page, options, terminal);
  return EXIT.done;
}

interface Source {
  readonly folder: string;
  readonly article: string | undefined;
  readonly place: string | undefined;
  readonly isMarkdown: boolean;
  /** For messages. */
  readonly title: string;
}

async function sealOne(text: string, source: Source, options: SealOptions): Promise<SealedPage> {
  const { folder, article, place, isMarkdown, title } = source;
  const seller = sellerOf(options.settings);
  const page = isMarkdown ? pageOfMarkdown(text, options.stylesheet) : { html: text, resource: undefined, prices: [] };
  const { prices = [], script, noscript } = options.settings;
  const resource = options.resource ?? page.resource;
  const sealed = await sealPage(
    {
      html: page.html,
      folder,
      root: options.root === undefined ? siteOf(folder) : resolve(options.root),
      address: place,
      name: article ?? '',
      resource,
      prices: prices.length > 0 ? prices : page.prices,
      script,
      noscript,
    },
    seller,
    randomFillSync,
  );
  if (!sealed) throw nothingToSeal(title, page.html);
  // Of a snippet, nothing else of the page is published.
  if (!options.isSnippet) refuseLeaks(new Map([[title, sealed]]), new Map([[title, sealed.html]]));
  return sealed;
}

async function sealSite(from: string, options: SealOptions, terminal: Terminal): Promise<ExitCode> {
  const { out, resource, isDryRun, stylesheet, settings, isSnippet } = options;
  if (out === undefined) refuse('out', 'Say with --out where the sealed site goes; the same folder seals it in place.');
  if (resource !== undefined || isSnippet)
    refuse('resource', '--resource and --snippet are for one article; in a folder each is called by its path.');
  const onPage = (page: SealedPage & { path: string }) => tell(page.path, page, options, terminal);
  const { pages, withheld } = await sealFolder({ ...settings, from, to: out, stylesheet, isDryRun, onPage });
  for (const path of withheld) terminal.note(`left out  ${path}, which only paid parts use`);
  terminal.note(
    `${pages.length} ${pages.length === 1 ? 'page' : 'pages'} sealed${isDryRun ? '; nothing was written (--dry-run)' : ` in ${out}`}.`,
  );
  if (pages.length === 0) terminal.note('No page in this folder is marked as paid for; see x402pay seal --help.');
  return EXIT.done;
}

function tell(where: string, page: SealedPage, { isDryRun, settings }: SealOptions, terminal: Terminal): void {
  const files =
    page.files.length === 0
      ? ''
      : `, ${page.files.length} sealed ${page.files.length === 1 ? 'file' : 'files'} beside it`;
  terminal.note(
    `${isDryRun ? 'would seal' : 'sealed'}  ${where}  opened by ${[...new Set(page.resources)].join(', ')}${files}`,
  );
  for (const address of page.open)
    terminal.note(`          stays open: ${address}, for everybody who knows the address`);
  if (settings.network === 'devnet')
    terminal.note('          for this computer only: it pays on the embedded chain, with the development wallet');
  if (page.lacksScript) terminal.note('          nothing in it loads x402pay.js; add it with --script <url>');
}

/** Where `/` begins: the folder that the command runs in, if the page is in it. */
function siteOf(folder: string): string {
  const here = process.cwd();
  return relative(here, folder).split(sep)[0] === '..' ? folder : here;
}

function refuse(field: string, message: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}
