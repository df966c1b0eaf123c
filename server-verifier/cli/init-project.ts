/** The files of a small server that sells articles, from five answers. */

import { basename, resolve } from 'node:path';
import { NETWORKS, type Target } from './init-answers.js';
import { type GuideOptions, guideOf, localUrl, markdown, PLACES, scriptUrl } from './init-guide.js';
import type { Answers } from './init-options.js';
import { packageFile } from './package-files.js';

/** A file of the project. */
export interface ProjectFile {
  /** Inside the project's folder. */
  readonly path: string;
  readonly text: string;
  /** `secret`: lines that are added to what is there, if their names are missing. `ignored`: lines that are added if they are missing. */
  readonly kind?: 'secret' | 'ignored';
}

export interface ProjectOptions extends GuideOptions {
  /** Folder that is written into; its last part names the project. */
  readonly dir: string;
  /** The server's secret: 32 random bytes as text. */
  readonly secret: string;
}

const PLATFORMS: Readonly<Record<Target, Platform>> = {
  node: {
    copied: ['node/server.js'],
    files: ({ name, dependency, local }) => [
      json('package.json', {
        ...manifest(name, dependency),
        scripts: { start: 'node server.js', dev: 'node --env-file=.env --env-file=local.env server.js' },
        engines: { node: '>=20.19' },
      }),
      { path: 'local.env', text: `# For "npm run dev" only.\n${lines(local)}` },
    ],
    ignored: ['node_modules/', '.env'],
  },
  workers: {
    copied: ['workers/worker.js'],
    files: ({ name, dependency, local }) => [
      json('package.json', {
        ...manifest(name, dependency),
        scripts: {
          dev: `wrangler dev ${Object.entries(local)
            .map(([key, value]) => `--var ${key}:${value}`)
            .join(' ')}`,
          deploy: 'wrangler deploy --secrets-file .dev.vars',
        },
        devDependencies: { wrangler: '^4.86.0' },
      }),
      { path: 'wrangler.toml', text: `name = "${name}"\nmain = "worker.js"\ncompatibility_date = "2026-01-01"\n` },
    ],
    ignored: ['node_modules/', '.dev.vars', '.wrangler/'],
  },
  vercel: {
    copied: ['vercel/api/articles/[name].js', 'vercel/api/keys/[name].js', 'vercel/public/index.html'],
    files: ({ name, dependency }) => [
      json('package.json', manifest(name, dependency)),
      json('vercel.json', { $schema: 'https://openapi.vercel.sh/vercel.json', outputDirectory: 'public' }),
    ],
    ignored: ['node_modules/', '.env.local', '.vercel/'],
  },
  deno: {
    copied: ['deno/main.js'],
    files: ({ version, local }) => [
      json('deno.json', {
        tasks: {
          dev: `${Object.entries(local)
            .map(([key, value]) => `${key}=${value}`)
            .join(' ')} deno run --env-file --allow-net --allow-env main.js`,
        },
        imports: Object.fromEntries(
          ['x402pay/verifier', 'x402pay/verifier/fetch'].map((name) => [
            name,
            name.replace('x402pay', `npm:x402pay@^${version}`),
          ]),
        ),
      }),
    ],
    ignored: ['node_modules/', '.env'],
  },
};

interface Platform {
  /** Templates that are copied as they are. */
  readonly copied: readonly string[];
  readonly files: (facts: ProjectFacts) => readonly ProjectFile[];
  readonly ignored: readonly string[];
}

interface ProjectFacts {
  readonly name: string;
  readonly version: string;
  /** On x402pay, as package.json says it. */
  readonly dependency: string;
  /** Variables for a try on this computer. */
  readonly local: Readonly<Record<string, string>>;
}

const TEMPLATES = 'server-verifier/cli/templates';

/** All files of the project, in the order in which a person would read them. Nothing of it is read or written here. */
export function projectFiles(answers: Answers, { dir, secret, ...options }: ProjectOptions): readonly ProjectFile[] {
  const { copied, files, ignored } = PLATFORMS[answers.target];
  const { version, nodeUrl, checkout } = options;
  const { envFile } = PLACES[answers.target];
  const name = nameOf(dir);
  const dependency = checkout === undefined ? `^${version}` : `file:${checkout.replace(/[\\/]$/, '')}`;
  const local = localVariables(answers, nodeUrl);
  return [
    { path: 'README.md', text: markdown(guideOf(answers, options)) },
    { path: 'settings.js', text: settings(answers, scriptUrl(answers, version)) },
    ...['shared/articles.js', 'shared/paid.js', ...copied].map((template) => {
      return { path: template.slice(template.indexOf('/') + 1), text: packageFile(`${TEMPLATES}/${template}`) };
    }),
    ...files({ name, version, dependency, local }),
    { path: envFile, text: variables(answers, secret, options, local), kind: 'secret' },
    { path: '.gitignore', text: ignored.map((line) => `${line}\n`).join(''), kind: 'ignored' },
  ];
}

/** What differs from settings.js on this computer. Node and Deno listen where `PORT` says. */
function localVariables(answers: Answers, nodeUrl: string | undefined): Record<string, string> {
  const { target } = answers;
  const url = localUrl(answers);
  const hasPort = (target === 'node' || target === 'deno') && url !== PLACES[target].url;
  return {
    X402PAY_ORIGIN: url,
    ...(hasPort && { PORT: new URL(url).port || '80' }),
    ...(nodeUrl !== undefined && { X402PAY_DEVNET: nodeUrl }),
  };
}

/** The file that git ignores. Its secret first. */
function variables(
  answers: Answers,
  secret: string,
  { version, nodeUrl }: GuideOptions,
  local: Readonly<Record<string, string>>,
): string {
  const { target, networkName, origin } = answers;
  const seal = {
    X402PAY_NETWORK: networkName,
    ...(nodeUrl !== undefined && { X402PAY_NODE_URL: nodeUrl }),
    X402PAY_KEY_URL: `${origin}${PLACES[target].folder}/keys`,
    X402PAY_SCRIPT: scriptUrl(answers, version),
  };
  // `vercel dev` reads this file and takes no variables on its command line; `vercel deploy` does not read it.
  const alsoLocal = target === 'vercel' ? `\n# For "vercel dev" only.\n${lines(local)}` : '';
  return `${lines({ X402PAY_SECRET: secret })}\n# For "npx x402pay seal".\n${lines(seal)}${alsoLocal}`;
}

/** For package.json, and for Cloudflare, which makes a host name of it. */
function nameOf(dir: string): string {
  const plain = basename(resolve(dir))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 54) || 'x402pay-server';
}

function settings({ address, networkName, prices, origin }: Answers, script: string): string {
  const price = prices.map(({ symbol, amount }) => `${symbol}: '${amount}'`).join(', ');
  return `/** The answers that \`npx x402pay init\` was given. Change them here. */

/**
 * \`stacks:1\` is mainnet, real money; \`stacks:2147483648\` is testnet, and the embedded chain.
 *
 * @type {'stacks:1' | 'stacks:2147483648'}
 */
export const network = '${NETWORKS[networkName]}';

/** Who is paid. */
export const payTo = '${address}';

/** What one article costs. The reader chooses one of the assets. */
export const price = { ${price} };

/** How long one payment opens it. */
export const access = '30d';

/** Where readers reach this server. */
export const origin = '${origin}';

/** Where \`x402pay.js\` is, for the page that whoever follows a link to an article here gets to see. */
export const script = '${script}';

/** Of the keys of sealed articles. When one has got around, write 2 here, and seal again with \`--version 2\`: who has paid stays in. */
export const keyVersion = 1;
`;
}

function manifest(name: string, dependency: string) {
  return { name, private: true, type: 'module', dependencies: { x402pay: dependency } };
}

function json(path: string, value: object): ProjectFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}

function lines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
