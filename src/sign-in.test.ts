import { hashMessage } from '@stacks/encryption';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickRecover } from '../server-verifier/recover.js';
import { didOfKey, keyOfDid } from './did-key.js';
import { createKeyPayer } from './key-payer.js';
import { decodeBase58, encodeBase58 } from './lib/base58.js';
import { decodeSignIn, encodeSignIn, readSignInChallenge, type SignInInfo, signInMessage } from './sign-in.js';
import { checkSignInSignature, messageHash, signInHash } from './sign-in-signature.js';
import { addressOfPublicKey, bytesFromHex, type Recover } from './stacks.js';
import type { Json, PaymentRequired } from './wire.js';

const NETWORK = 'stacks:2147483648';
const URL_ = 'https://blog.example/article';
const INFO: SignInInfo = {
  domain: 'blog.example',
  uri: URL_,
  version: '1',
  nonce: '0123456789abcdef',
  issuedAt: '2026-11-22T00:00:00.000Z',
};
const CHAIN = { chainId: NETWORK, type: 'secp256k1', signatureScheme: 'stx-message' };

function asked(info: object, supportedChains: Json = [CHAIN]): PaymentRequired {
  const extensions = { 'sign-in-with-x': { info, supportedChains } } as PaymentRequired['extensions'];
  return { x402Version: 2, resource: { url: URL_ }, accepts: [], ...(extensions && { extensions }) };
}

const payer = createKeyPayer({ privateKey: '07'.repeat(32), network: NETWORK });
const { recover } = await pickRecover('noble');

/** What a key payer makes of a challenge. */
function signed(info: SignInInfo = INFO) {
  const challenge = { info, network: NETWORK, schemes: ['stx-message'] } as const;
  const signature = payer.signMessage(signInMessage(info, payer.address, NETWORK));
  return encodeSignIn(challenge, { address: payer.address, signature });
}

describe('the hash of a message', () => {
  it('is the one that wallets sign, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.integer({ min: 0, max: 70_000 }).map((length) => 'a'.repeat(length % 65_536)),
        ),
        (text) => {
          expect(messageHash(text)).toEqual(Uint8Array.from(hashMessage(text)));
        },
      ),
    );
  });

  it('is refused for a text that no sign-in has', () => {
    expect(() => messageHash('a'.repeat(65_536))).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
  });
});

describe('a sign-in', () => {
  it('comes out of its header as it went in, without what is not signed', () => {
    const signIn = decodeSignIn(signed());
    expect(signIn).toMatchObject({ ...INFO, address: payer.address, chainId: NETWORK, type: 'secp256k1' });
    const more = btoa(JSON.stringify({ ...signIn, signature: `0x${signIn.signature.toUpperCase()}`, other: 1 }));
    expect(decodeSignIn(more)).toEqual(signIn);
  });

  it('is signed by the account of the key that signed, and by no other', () => {
    const signIn = decodeSignIn(signed());
    expect(() => checkSignInSignature(signIn, recover)).not.toThrow();
    for (const change of [
      { nonce: 'fedcba9876543210' },
      { chainId: 'stacks:1' as const },
      { address: 'ST1THWXQ8368SDN2MJGE4BMDKMCHZ2GSVTSQDA7QF' },
    ]) {
      expect(() => checkSignInSignature({ ...signIn, ...change }, recover)).toThrow(
        expect.objectContaining({ code: 'sign_in_signature' }),
      );
    }
  });

  it('may be signed by a one-key account of the version that multi-signature accounts have', async () => {
    const { signerOfPublicKey } = await import('./stacks/origin.js');
    const { formatPrincipal } = await import('./stacks/principal.js');
    const publicKey = bytesFromHex('02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f');
    expect(addressOfPublicKey(publicKey, NETWORK)).toBe(payer.address);
    const address = formatPrincipal({ version: 21, hash160: signerOfPublicKey(publicKey, 'p2wpkh') });
    const signature = payer.signMessage(signInMessage(INFO, address, NETWORK));
    const signIn = { ...decodeSignIn(signed()), address, signature };
    expect(() => checkSignInSignature(signIn, recover)).not.toThrow();
    const multisig = formatPrincipal({ version: 21, hash160: signerOfPublicKey(publicKey, 'p2pkh') });
    const other = {
      ...signIn,
      address: multisig,
      signature: payer.signMessage(signInMessage(INFO, multisig, NETWORK)),
    };
    expect(() => checkSignInSignature(other, recover)).toThrow(expect.objectContaining({ code: 'sign_in_signature' }));
  });

  it('is refused when the engine of signatures gives up', () => {
    const broken: Recover = () => {
      throw new Error('no key');
    };
    expect(() => checkSignInSignature(decodeSignIn(signed()), broken)).toThrow(
      expect.objectContaining({ code: 'sign_in_signature' }),
    );
  });

  it('has one text for one challenge: no two challenges have the same', () => {
    const line = fc.stringMatching(/^[ -~]{1,20}$/);
    const info = fc.record(
      {
        statement: line,
        requestId: line,
        resources: fc.array(line, { minLength: 1, maxLength: 3 }),
        nonce: fc.stringMatching(/^[a-z]{8,12}$/),
      },
      { requiredKeys: ['nonce'] },
    );
    fc.assert(
      fc.property(info, info, (one, other) => {
        const [first, second] = [one, other].map((more) =>
          signInMessage({ ...INFO, ...more } as SignInInfo, payer.address, NETWORK),
        );
        // Texts of people are compared by the server itself; without them the text is unambiguous.
        fc.pre(one.statement === other.statement);
        expect(first === second).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      }),
    );
  });

  it('signs the same in both ways to ask for it, with two hashes', () => {
    const hashes = (['stx-message', 'sip-018'] as const).map((scheme) =>
      signInHash(INFO, payer.address, NETWORK, scheme),
    );
    expect(hashes[0]).not.toEqual(hashes[1]);
  });
});

describe('a challenge', () => {
  it('is read where the answer comes from', () => {
    expect(readSignInChallenge(asked(INFO), URL_)).toEqual({ info: INFO, network: NETWORK, schemes: ['stx-message'] });
    const both = [{ ...CHAIN, signatureScheme: 'sip-018' }, CHAIN];
    expect(readSignInChallenge(asked(INFO, both), URL_)?.schemes).toEqual(['stx-message', 'sip-018']);
  });

  it.each<[string, PaymentRequired]>([
    ['of another host', asked({ ...INFO, domain: 'other.example' })],
    ['of another port', asked({ ...INFO, domain: 'blog.example:8443' })],
    ['for a resource of another origin', asked({ ...INFO, uri: 'https://other.example/article' })],
    ['for a resource without TLS', asked({ ...INFO, uri: 'http://blog.example/article' })],
    ['for no URL', asked({ ...INFO, uri: 'article' })],
    ['with two lines in one', asked({ ...INFO, statement: 'Hello\nURI: https://other.example' })],
    ['with a line separator', asked({ ...INFO, statement: 'Hello\u2028' })],
    ['of another version', asked({ ...INFO, version: '2' })],
    ['with a short nonce', asked({ ...INFO, nonce: '1234567' })],
    ['without a time', asked({ ...INFO, issuedAt: 'now' })],
    ['for accounts of other chains', asked(INFO, [{ chainId: 'eip155:1', type: 'eip191' }])],
    ['in a way that is not known', asked(INFO, [{ ...CHAIN, signatureScheme: 'other' }])],
    ['without chains', asked(INFO, 'stacks:1')],
    ['that is not there', { x402Version: 2, resource: { url: URL_ }, accepts: [] }],
  ])('is none %s', (_, required) => {
    expect(readSignInChallenge(required, URL_)).toBeUndefined();
  });
});

describe('names of keys', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const did = didOfKey(key);
        expect(keyOfDid(did)).toEqual(key);
        expect(keyOfDid(`${did}#${did.slice(8)}`)).toEqual(key);
        expect(keyOfDid(`${did}#${did.slice(8, -1)}`)).toBeUndefined();
      }),
    );
  });

  it.each([
    '',
    'did:key:',
    'did:web:blog.example',
    'did:key:z1',
    `did:key:z${'1'.repeat(47)}`,
    'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme',
  ])('are refused otherwise: %s', (did) => {
    expect(keyOfDid(did)).toBeUndefined();
  });

  it('are in base 58, one text for each byte string', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = encodeBase58(bytes);
        expect(decodeBase58(text, bytes.length)).toEqual(bytes);
        expect(decodeBase58(`1${text}`, bytes.length)).toBeUndefined();
        expect(decodeBase58(text.replace(/.$/, '0'), bytes.length)).toEqual(text === '' ? bytes : undefined);
      }),
    );
    expect(encodeBase58(new TextEncoder().encode('Hello World!'))).toBe('2NEpo7TZRRrLZSi2U');
  });
});

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
