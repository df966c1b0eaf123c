/**
 * Signing in with the account that paid (x402 extension `sign-in-with-x`, CAIP-122), for Stacks: the text that a wallet signs, and the header that
 * carries the signature. A payer opens on another device what is paid for already. PROTOCOL section 7. Signatures are checked by servers, with
 * `sign-in-signature.ts`.
 */

import { encodeHeader } from './header.js';
import { decodeHeader } from './lib/decode.js';
import { isObject } from './lib/json.js';
import { check, list, object, optional, type Shape, text } from './lib/shape.js';
import { MAX_ACCEPTS, MAX_NAME_LENGTH, MAX_URL_LENGTH } from './limits.js';
import { isNetwork, type Network } from './networks.js';
import type { Json, PaymentRequired } from './wire.js';

/** Key of the extension in `extensions`. */
export const SIGN_IN_WITH_X = 'sign-in-with-x';
/** Header that a client signs in with. */
export const SIGN_IN_HEADER = 'SIGN-IN-WITH-X';
/** Curve and form of the signatures (CAIP-122 `type`). */
export const SIGN_IN_TYPE = 'secp256k1';

/** How the text is signed: as a message (`stx_signMessage`), or as structured data (`stx_signStructuredMessage`, SIP-018). */
export type SignInScheme = 'stx-message' | 'sip-018';

/** What the server asks to be signed. Texts as on the wire; times are ISO 8601. */
export interface SignInInfo {
  /** Host of the server, with its port where that is not the usual one. */
  readonly domain: string;
  /** URL of the resource. */
  readonly uri: string;
  readonly version: '1';
  readonly nonce: string;
  readonly issuedAt: string;
  readonly expirationTime?: string;
  readonly notBefore?: string;
  readonly requestId?: string;
  /** What it is for, in the seller's words. */
  readonly statement?: string;
  readonly resources?: readonly string[];
}

/** A server's invitation to sign in with a Stacks account. */
export interface SignInChallenge {
  readonly info: SignInInfo;
  readonly network: Network;
  /** What the server understands, `stx-message` first where it does. */
  readonly schemes: readonly SignInScheme[];
}

/** What a client presents: the challenge, who signs, and the signature. */
export interface SignIn extends SignInInfo {
  /** Account that signed. A claim, until the signature was checked. */
  readonly address: string;
  readonly chainId: Network;
  readonly type: typeof SIGN_IN_TYPE;
  readonly signatureScheme: SignInScheme;
  /** 65 bytes as 130 hex digits: r, s, recovery id, as Stacks wallets give it. */
  readonly signature: string;
}

const SCHEMES: readonly string[] = ['stx-message', 'sip-018'] satisfies SignInScheme[];
/** One line: a line break inside of a field could pass for another field. */
const LINE = /^[^\p{Cc}\u2028\u2029]+$/u;
const line = text(MAX_NAME_LENGTH, LINE);
const url = text(MAX_URL_LENGTH, LINE);
const time = text(40, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/);

const INFO = {
  domain: line,
  uri: url,
  version: check((value) => value === '1'),
  nonce: text(128, /^[\dA-Za-z]{8,}$/),
  issuedAt: time,
  expirationTime: optional(time),
  notBefore: optional(time),
  requestId: optional(line),
  statement: optional(text(500, LINE)),
  resources: optional(list(url, MAX_ACCEPTS)),
} as const;
const INFO_SHAPE: Shape = object(INFO);
const SIGN_IN_SHAPE: Shape = object({
  ...INFO,
  address: line,
  chainId: check((value) => typeof value === 'string' && isNetwork(value)),
  type: check((value) => value === SIGN_IN_TYPE),
  signatureScheme: check((value) => SCHEMES.includes(value as string)),
  signature: text(132, /^(?:0x)?[\da-fA-F]{130}$/),
});

/**
 * The server's invitation to sign in, out of a 402; `undefined` when there is none for a Stacks account. Also `undefined` for one that names another
 * host than `address`: a site that passes on somebody else's challenge would get in there with the visitor's signature.
 *
 * @param address where the 402 came from: `response.url`
 * @example
 * ```ts
 * import { readSignInChallenge, type PaymentRequired } from 'x402pay';
 * const url = 'https://blog.example/article';
 * const info = { domain: 'blog.example', uri: url, version: '1', nonce: '0123456789abcdef', issuedAt: '2026-11-21T12:00:00.000Z' };
 * const supportedChains = [{ chainId: 'stacks:1', type: 'secp256k1', signatureScheme: 'stx-message' }];
 * const required: PaymentRequired = { x402Version: 2, resource: { url }, accepts: [], extensions: { 'sign-in-with-x': { info, supportedChains } } };
 * console.assert(readSignInChallenge(required, url)?.network === 'stacks:1');
 * console.assert(readSignInChallenge(required, 'https://other.example/') === undefined);
 * ```
 */
export function readSignInChallenge(
  { extensions }: Pick<PaymentRequired, 'extensions'>,
  address: string,
): SignInChallenge | undefined {
  const declared = extensions?.[SIGN_IN_WITH_X];
  if (!isObject(declared) || INFO_SHAPE(declared.info, '') !== undefined) return undefined;
  const info = infoOf(declared.info as unknown as SignInInfo);
  const { host, origin } = new URL(address);
  if (info.domain !== host || !URL.canParse(info.uri) || new URL(info.uri).origin !== origin) return undefined;
  const chains = Array.isArray(declared.supportedChains) ? declared.supportedChains.filter(isOurs) : [];
  const network = chains[0]?.chainId;
  if (network === undefined) return undefined;
  const schemes = chains.filter(({ chainId }) => chainId === network).map(({ signatureScheme }) => signatureScheme);
  return { info, network, schemes: [...new Set(schemes)].sort((one) => (one === 'stx-message' ? -1 : 1)) };
}

type Chain = { readonly chainId: Network; readonly signatureScheme: SignInScheme };

function isOurs(chain: Json): chain is Chain & { readonly [name: string]: Json } {
  if (!isObject(chain)) return false;
  const { chainId, type, signatureScheme } = chain;
  return (
    typeof chainId === 'string' &&
    isNetwork(chainId) &&
    type === SIGN_IN_TYPE &&
    SCHEMES.includes(signatureScheme as string)
  );
}

/**
 * The text that the account signs: CAIP-122, in the words of EIP-4361 with "Stacks account". A wallet's `stx_signMessage` takes it as `message`.
 *
 * @example
 * ```ts
 * import { signInMessage } from 'x402pay';
 * const info = { domain: 'blog.example', uri: 'https://blog.example/a', version: '1', nonce: '0123456789abcdef', issuedAt: '2026-11-21T12:00:00.000Z' } as const;
 * const message = signInMessage(info, 'SP000000000000000000002Q6VF78', 'stacks:1');
 * console.assert(message.startsWith('blog.example wants you to sign in with your Stacks account:\nSP0000'));
 * ```
 */
export function signInMessage(info: SignInInfo, address: string, chainId: Network): string {
  const optional = (name: string, value: string | undefined) => (value === undefined ? [] : [`${name}: ${value}`]);
  const { statement, resources = [] } = info;
  return [
    `${info.domain} wants you to sign in with your Stacks account:`,
    address,
    '',
    ...(statement === undefined ? [] : [statement, '']),
    `URI: ${info.uri}`,
    `Version: ${info.version}`,
    `Chain ID: ${chainId.slice(chainId.indexOf(':') + 1)}`,
    `Nonce: ${info.nonce}`,
    `Issued At: ${info.issuedAt}`,
    ...optional('Expiration Time', info.expirationTime),
    ...optional('Not Before', info.notBefore),
    ...optional('Request ID', info.requestId),
    ...(resources.length === 0 ? [] : ['Resources:', ...resources.map((resource) => `- ${resource}`)]),
  ].join('\n');
}

/**
 * The value of `SIGN-IN-WITH-X`, to be sent with the same request that got the challenge. It is as good as a pass until it is used or expires: send it
 * nowhere else, and not along redirects.
 *
 * @param signed what the wallet gave: `signature` of `stx_signMessage` for `signInMessage(info, address, network)`
 * @throws `sign_in_malformed` when a part of it does not have the right form
 * @example
 * ```ts
 * import { decodeSignIn, encodeSignIn } from 'x402pay';
 * const info = { domain: 'blog.example', uri: 'https://blog.example/a', version: '1', nonce: '0123456789abcdef', issuedAt: '2026-11-21T12:00:00.000Z' } as const;
 * const challenge = { info, network: 'stacks:1', schemes: ['stx-message'] } as const;
 * const header = encodeSignIn(challenge, { address: 'SP000000000000000000002Q6VF78', signature: '00'.repeat(65) });
 * console.assert(decodeSignIn(header).address === 'SP000000000000000000002Q6VF78');
 * ```
 */
export function encodeSignIn(
  { info, network }: SignInChallenge,
  { address, signature, scheme = 'stx-message' }: SignedChallenge,
): string {
  const parts = { address, chainId: network, type: SIGN_IN_TYPE, signatureScheme: scheme, signature } as const;
  const header = encodeHeader({ ...infoOf(info), ...parts } satisfies SignIn);
  decodeSignIn(header);
  return header;
}

/** What a wallet has made of a challenge. */
export interface SignedChallenge {
  readonly address: string;
  /** 65 bytes as hex: r, s, recovery id. */
  readonly signature: string;
  /** Default `stx-message`. */
  readonly scheme?: SignInScheme;
}

/**
 * A sign-in, from the `SIGN-IN-WITH-X` header. Only its form is judged; unknown members are left out.
 *
 * @throws `sign_in_malformed` with the `field` that is wrong
 */
export function decodeSignIn(header: string): SignIn {
  const signIn = decodeHeader(header, 'sign_in_malformed', SIGN_IN_SHAPE) as unknown as SignIn;
  const { address, chainId, type, signatureScheme } = signIn;
  const signature = signIn.signature.replace(/^0x/, '').toLowerCase();
  return { ...infoOf(signIn), address, chainId, type, signatureScheme, signature };
}

/** The members that are signed, and no others. */
export function infoOf(given: SignInInfo): SignInInfo {
  const names = Object.keys(INFO) as (keyof SignInInfo)[];
  const present = names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  return Object.fromEntries(present) as unknown as SignInInfo;
}
