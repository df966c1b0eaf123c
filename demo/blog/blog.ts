/** BitBlog as a function from `Request` to `Response`. */

import { join } from 'node:path';
import { createMemoryClaims, createVerifier, type Verifier } from 'x402pay/verifier';
import { DEMO_FACTS_PATH, type DemoFacts } from '../demo-facts.js';
import { type Article, loadArticles } from './articles.js';
import { CHAIN_SUMMARY, catalogue, FEE_FORECAST, type Product, productOf } from './catalogue.js';
import { bytesOf, ChainApi } from './chain-api.js';
import { accountNamed, type DevnetFacts } from './devnet-facts.js';
import { readElementDocs } from './element-docs.js';
import { exampleOf } from './element-examples.js';
import { trusted } from './html.js';
import { articlePage } from './pages/article-page.js';
import { elementPage, elementsPage } from './pages/element-page.js';
import { indexPage } from './pages/index-page.js';
import { missingPage } from './pages/missing-page.js';
import { plainPage } from './pages/plain-page.js';
import { programsPage } from './pages/programs-page.js';
import { LETTER_KEY_PATH } from './sealed-letter.js';
import { policyOf, withSecurityHeaders } from './security.js';
import { type StaticFolders, staticFile } from './static-files.js';

export interface BlogOptions {
  /** Where readers see the blog: `http://127.0.0.1:4020`. */
  readonly origin: string;
  /** Where the chain answers, for the blog and for the readers' wallets. */
  readonly devnetUrl: string;
  readonly devnet: DevnetFacts;
  /** At least 32 bytes. With the same secret, passes and payments outlive a restart. */
  readonly secret: string;
  readonly folders: StaticFolders;
  /** The page of `sealed-letter.ts`. */
  readonly letter: string;
}

type Handler = (request: Request) => Promise<Response> | Response;

export function createBlog(options: BlogOptions): (request: Request) => Promise<Response> {
  const articles = loadArticles();
  const routes = new Map<string, Handler>([...pages(articles, options), ...sales(articles, options)]);
  return async (request) => withSecurityHeaders(await answer(request, routes, options));
}

async function answer(request: Request, routes: ReadonlyMap<string, Handler>, options: BlogOptions): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = routes.get(pathname);
  if (route) return route(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(undefined, { status: 405 });
  return (await staticFile(pathname, options.folders)) ?? htmlAnswer(missingPage(), 404);
}

function pages(articles: readonly Article[], options: BlogOptions): [string, Handler][] {
  const products = catalogue(articles);
  const page = (path: string, text: string): [string, Handler] => [path, () => htmlAnswer(text)];
  return [
    page('/', indexPage(articles)),
    ...articles.map((article, index) => {
      const next = articles[(index + 1) % articles.length];
      const surroundings = { origin: options.origin, nodeUrl: options.devnetUrl, next };
      return page(`/articles/${article.slug}`, articlePage(article, surroundings));
    }),
    ...elementPages(options, products),
    page('/programs', programsPage(products, options.origin, options.devnetUrl)),
    page('/plain', plainPage(plainExamples(articles), options.devnetUrl)),
    ['/sealed', () => htmlAnswer(options.letter, 200, { 'content-security-policy': policyOf(options.letter) })],
    [DEMO_FACTS_PATH, () => Response.json(demoFacts(products, options), { headers: OPEN })],
  ];
}

/** A page for each element, as its own code describes it. */
function elementPages({ folders, devnetUrl }: BlogOptions, products: readonly Product[]): [string, Handler][] {
  const elements = readElementDocs(join(folders.page, 'custom-elements.json'));
  const answer = (text: string) => () => htmlAnswer(text);
  return [
    ['/elements', answer(elementsPage(elements))],
    ...elements.map((element): [string, Handler] => {
      const others = elements.filter(({ tag }) => tag !== element.tag);
      const example = exampleOf(element.tag, products, devnetUrl);
      return [`/elements/${element.tag}`, answer(elementPage(element, example, others))];
    }),
  ];
}

/** Readable from any page and program. */
const OPEN = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };

/** Everything that costs something, each path behind the verifier. */
function sales(articles: readonly Article[], options: BlogOptions): [string, Handler][] {
  const verifier = verifierOf(options);
  const api = new ChainApi(options.devnetUrl, options.devnet.network);
  const sell = (product: Product, handler: Handler): [string, Handler] => {
    const protect = verifier.protect(termsOf(product, options.devnet));
    return [product.path, (request) => protect(request, handler)];
  };
  return [
    ...articles.flatMap((article) => {
      const product = productOf(article);
      return product && article.rest !== undefined ? [sell(product, () => htmlAnswer(article.rest as string))] : [];
    }),
    [
      LETTER_KEY_PATH,
      verifier.sellKey({
        price: { STX: '0.3' },
        access: '30d',
        description: 'A letter that lies open',
        signIn: true,
      }),
    ],
    sell(CHAIN_SUMMARY, () => api.summary()),
    refusingNonsense(sell(FEE_FORECAST, (request) => api.feeForecast(bytesOf(request) ?? 0))),
  ];
}

/** A question that has no answer is refused before it costs anything. */
function refusingNonsense([path, handler]: [string, Handler]): [string, Handler] {
  const refusal = { error: '"bytes" is a whole number from 1 to 100000.' };
  return [
    path,
    (request) =>
      bytesOf(request) === undefined ? Response.json(refusal, { status: 400, headers: OPEN }) : handler(request),
  ];
}

function verifierOf({ devnet, devnetUrl, secret, origin }: BlogOptions): Verifier {
  return createVerifier({
    network: devnet.network,
    payTo: accountNamed(devnet, 'creator').address,
    secret,
    origin,
    chain: { urls: [devnetUrl] },
    claims: createMemoryClaims(),
    // A block comes every two seconds; a short wait lets the reader see that one is awaited.
    waitSeconds: 1,
    page: {
      scripts: ['/x402pay.js', '/assets/page.js'],
      stylesheets: ['/assets/blog.css', '/assets/content.css'],
      nodeUrl: devnetUrl,
    },
  });
}

function termsOf(product: Product, devnet: DevnetFacts): Parameters<Verifier['protect']>[0] {
  const { split } = devnet.contracts;
  return {
    price: { ...product.price },
    access: product.access,
    description: product.title,
    mimeType: product.mimeType,
    ...(product.query ? { query: product.query } : { resource: product.path }),
    ...(product.bound && { pass: { bound: true } }),
    // An article is read again on another device, or after a browser has forgotten it.
    ...(product.kind === 'article' && { signIn: true }),
    ...(product.split && split && { payTo: split, split: true }),
  };
}

function demoFacts(products: readonly Product[], { devnet, devnetUrl, origin }: BlogOptions): DemoFacts {
  return {
    devnet: devnetUrl,
    network: devnet.network,
    tokens: devnet.tokens,
    contracts: devnet.contracts,
    accounts: devnet.accounts,
    resources: products.map(({ path, kind, access, price }) => ({ url: origin + path, kind, access, price })),
  };
}

/** One article under each of the two notations. */
function plainExamples(articles: readonly Article[]): Parameters<typeof plainPage>[0] {
  const [first, second] = articles.flatMap((article) => {
    const product = productOf(article);
    return product ? [{ src: product.path, title: article.title, teaser: trusted(article.teaser) }] : [];
  });
  if (!first || !second) throw new Error('The plain page needs two paid articles.');
  return [first, second];
}

function htmlAnswer(text: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', ...headers },
  });
}
