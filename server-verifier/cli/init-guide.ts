/** What to do with the written project: for the terminal, and for its README.md. */

import { PLACE_STYLE } from '../../src/place.js';
import { walletScriptOf } from './devnet-address.js';
import type { Target } from './init-answers.js';
import type { Answers } from './init-options.js';

export interface GuideOptions {
  /** Of x402pay. */
  readonly version: string;
  /** Hashes of `x402pay.js` and of all that it loads, by path; none where they are not built. */
  readonly integrity: Readonly<Record<string, string>>;
  /** The embedded chain, where that is the network: readers must ask it, and have no other wallet for it. */
  readonly nodeUrl: string | undefined;
  /** Folder of the repository, when this is no published package: then npm does not find it by its name. */
  readonly checkout: string | undefined;
}

/** A step: a title, and paragraphs and things to copy. */
export interface Step {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Text, with code in backquotes, or something to copy. */
type Part = string | { readonly language: 'sh' | 'html' | 'text'; readonly code: string };

/** The script of this version, which never changes. On this computer, where there may be no network, it comes from the server itself, or from the site. */
export function scriptUrl({ origin, target }: Answers, version: string): string {
  if (!isHere(origin)) return `${cdnOf(version)}x402pay.js`;
  return target === 'node' ? `${origin}/x402pay.js` : '/x402pay.js';
}

function cdnOf(version: string): string {
  return `https://cdn.jsdelivr.net/npm/x402pay@${version}/dist/`;
}

/** Where the server listens while it is tried. */
export function localUrl({ origin, target }: Pick<Answers, 'origin' | 'target'>): string {
  return isHere(origin) ? origin : PLACES[target].url;
}

function isHere(origin: string): boolean {
  return origin.startsWith('http://');
}

/** How a target differs from the others for its user. */
interface Place {
  /** Before every path. */
  readonly folder: string;
  /** Where it listens on this computer. */
  readonly url: string;
  /** Where the secret is on this computer. */
  readonly envFile: string;
  /** What starts it on this computer. */
  readonly commands: string;
}

export const PLACES: Readonly<Record<Target, Place>> = {
  node: { folder: '', url: 'http://localhost:3000', envFile: '.env', commands: 'npm install\nnpm run dev' },
  workers: { folder: '', url: 'http://localhost:8787', envFile: '.dev.vars', commands: 'npm install\nnpm run dev' },
  vercel: {
    folder: '/api',
    url: 'http://localhost:3000',
    envFile: '.env.local',
    commands: 'npm install\nnpx vercel dev',
  },
  deno: { folder: '', url: 'http://localhost:8000', envFile: '.env', commands: 'deno task dev' },
};

/** The steps from the written files to the first reader who pays. */
export function guideOf(answers: Answers, options: GuideOptions): readonly Step[] {
  const { target, origin } = answers;
  const { folder, envFile } = PLACES[target];
  const article = `${origin}${folder}/articles/welcome`;
  return [
    { title: 'Try it on this computer', parts: locally(answers, `${localUrl(answers)}${folder}/articles/welcome`) },
    {
      title: 'Write what you sell',
      parts: ['Put your texts into `articles.js`. Prices and all else that was asked are in `settings.js`.'],
    },
    { title: 'Deploy it', parts: [...unpublished(answers, options), ...DEPLOY[target]] },
    {
      title: 'Look whether it answers',
      parts: [
        sh(`curl -i ${article}`),
        'It answers 402 Payment Required. A 503 says what is missing. If the platform gave it another address than ' +
          `${origin}, write that address into \`settings.js\` as origin and into \`${envFile}\`, and deploy again.`,
      ],
    },
    { title: 'Paste it into your site', parts: snippets(answers, article, options) },
    {
      title: 'Or seal a page',
      parts: [
        'On a static site the paid text can be in the page itself, sealed; the server then sells its key, and never changes. Write ' +
          '`<!-- paid -->` into the page where the paid part begins, and in this folder:',
        sh('npx x402pay seal article.html'),
        `It takes the secret from \`${envFile}\`: the platform must have the same one. Publish \`article.sealed.html\`.`,
      ],
    },
  ];
}

const DEPLOY: Readonly<Record<Target, readonly Part[]>> = {
  node: [
    'Copy the folder to your server, without `local.env`, and start it there with the secret in its environment:',
    sh('npm install --omit=dev\nnode --env-file=.env server.js'),
    'It listens on `PORT`, 3000 unless that is set. Let your web server pass `/articles/` and `/keys/` of your site on to it. With Caddy, for one:',
    { language: 'text', code: 'reverse_proxy /articles/* localhost:3000\nreverse_proxy /keys/* localhost:3000' },
    'A platform that runs Node for you takes `npm start`, and `X402PAY_SECRET` among its variables: copy it from `.env`.',
  ],
  workers: [
    sh('npx wrangler login\nnpm run deploy'),
    'The second command also sends the secret from `.dev.vars`. To send that alone: `npx wrangler secret bulk .dev.vars`.',
  ],
  vercel: [
    sh(
      'npx vercel link\nnode --env-file=.env.local -p process.env.X402PAY_SECRET | npx vercel env add X402PAY_SECRET production\nnpx vercel deploy --prod',
    ),
    'When the first command asks whether to pull environment variables, say no: they would take the place of `.env.local`. The second ' +
      'gives Vercel the secret without showing it. Nothing is published but the folder `public` and the functions in `api`.',
  ],
  deno: [
    sh('deno deploy create\ndeno deploy env load .env\ndeno deploy --prod'),
    'The first command asks: the source is this local folder, the app is dynamic, and its entrypoint is `main.js`. The second gives Deno Deploy the secret.',
  ],
};

/** What stands in package.json is a folder of this computer. */
function unpublished({ target }: Answers, { checkout, version }: GuideOptions): readonly Part[] {
  if (checkout === undefined || target === 'deno') return [];
  return [
    `\`package.json\` takes x402pay from your checkout of its repository. Where that is not, write \`"x402pay": "^${version}"\` there, or put the file that \`npm pack\` makes of it beside it.`,
  ];
}

function locally({ target, networkName }: Answers, article: string): readonly Part[] {
  const { commands, envFile } = PLACES[target];
  return [
    ...(networkName === 'devnet'
      ? ['Start the embedded chain first, in the repository of x402Pay: `npm run devnet`.']
      : []),
    sh(commands),
    'Then, in another terminal:',
    sh(`curl -i ${article}`),
    `It answers 402 Payment Required. The secret is in \`${envFile}\`, which git ignores. Keep a copy of it in a safe place: without it, readers who have paid are strangers.`,
  ];
}

function snippets(answers: Answers, article: string, options: GuideOptions): readonly Part[] {
  const { nodeUrl } = options;
  const node = (name: string) => (nodeUrl === undefined ? '' : ` ${name}="${nodeUrl}"`);
  const isCopied = scriptUrl(answers, options.version).startsWith('/');
  return [
    isCopied
      ? 'Copy `x402pay.js` and the folder `chunks` from `node_modules/x402pay/dist` to the site, and paste once into the head of each page:'
      : 'Once into the head of each page:',
    { language: 'html', code: headOf(answers, options).join('\n') },
    'Where the paid part begins:',
    {
      language: 'html',
      code: `<x402-paywall src="${article}"${node('node-url')}><p>The first paragraph, free for all.</p></x402-paywall>`,
    },
    'Or, in an editor that takes unknown tags away:',
    { language: 'html', code: `<div data-x402-paywall="${article}"${node('data-node-url')}></div>` },
    'Or, in one that leaves nothing but links:',
    { language: 'html', code: `<p><a href="${article}#x402-paywall">Read on</a></p>` },
    ...(nodeUrl === undefined
      ? []
      : [
          `A link cannot say where the embedded chain is, so try it on a page without the scripts: it leads to the server's own page. All that has ${nodeUrl} in it is for this computer only.`,
        ]),
  ];
}

/** The place that nothing moves out of when the script comes, the hashes of all that it loads, and the script. */
function headOf(answers: Answers, { version, integrity, nodeUrl }: GuideOptions): readonly string[] {
  const { 'x402pay.js': hash, ...chunks } = integrity;
  const script = `<script async src="${scriptUrl(answers, version)}"`;
  if (nodeUrl !== undefined)
    return [PLACE_STYLE, `${script}></script>`, `<script async src="${walletScriptOf(nodeUrl)}"></script>`];
  if (isHere(answers.origin) || hash === undefined) return [PLACE_STYLE, `${script}></script>`];
  const map = Object.fromEntries(Object.entries(chunks).map(([file, own]) => [cdnOf(version) + file, own]));
  return [
    PLACE_STYLE,
    `<script type="importmap">${JSON.stringify({ integrity: map })}</script>`,
    `${script} integrity="${hash}" crossorigin="anonymous"></script>`,
  ];
}

function sh(code: string): Part {
  return { language: 'sh', code };
}

/** As a README.md. */
export function markdown(steps: readonly Step[]): string {
  const blocks = steps.flatMap(({ title, parts }, index) => [
    `## ${index + 1}. ${title}`,
    ...parts.map((part) => (typeof part === 'string' ? part : `\`\`\`${part.language}\n${part.code}\n\`\`\``)),
  ]);
  return ['# A server that sells articles', 'Made by `npx x402pay init`.', ...blocks].join('\n\n').concat('\n');
}

const COLUMNS = 100;

/** For a terminal: plain lines, with what is to be copied indented, and unbroken. */
export function plain(steps: readonly Step[]): string {
  return steps
    .flatMap(({ title, parts }, index) => [
      `${index + 1}. ${title}`,
      ...parts.map((part) => (typeof part === 'string' ? paragraph(part) : part.code.replace(/^/gm, '     '))),
    ])
    .join('\n\n');
}

function paragraph(text: string): string {
  const lines: string[] = [];
  let line = '  ';
  for (const word of text.replaceAll('`', '').split(' ')) {
    if (line.trim() && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = '  ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
