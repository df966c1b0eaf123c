import { describe, expect, it } from 'vitest';
import { encodeHeader } from '../../src/header.js';
import { codeOf } from '../refusal.js';
import type { Seen } from './seen.js';
import { readTerms } from './terms.js';

const NETWORK = 'stacks:1';
const OFFER = {
  ...{ scheme: 'exact', network: NETWORK, asset: 'STX', amount: '1000', payTo: 'SP000000000000000000002Q6VF78' },
  maxTimeoutSeconds: 60,
};
const seen = (required: object, url = 'https://blog.example/a'): Seen => ({
  ...{ requestId: '1', tabId: 1, frameId: 0, kind: 'fetch', method: 'GET', initiator: 'https://blog.example' },
  ...{ url, from: 'same-origin', gesture: false, required: encodeHeader(required), at: 0 },
});
const required = (resource: string, ...accepts: object[]) => ({ x402Version: 2, resource: { url: resource }, accepts });
const read = (challenge: Seen) => {
  try {
    return readTerms(challenge, NETWORK);
  } catch (error) {
    return codeOf(error);
  }
};

describe('the terms of a challenge', () => {
  it('are those that we understand, for the address that was asked', () => {
    const other = [
      { ...OFFER, network: 'eip155:1' },
      { ...OFFER, asset: 'SP000000000000000000002Q6VF78.fake-usdc' },
    ];
    const terms = read(seen(required('/a#part', ...other, OFFER)));
    expect(terms).toMatchObject({ seller: 'https://blog.example', resource: 'https://blog.example/a', once: false });
    expect(typeof terms === 'object' && terms.offers.map(({ amountAtomic }) => amountAtomic)).toEqual([1000n]);
  });

  it.each<[string, Seen, string]>([
    ['of another origin', seen(required('https://bank.example/a', OFFER)), 'policy_refused'],
    ['without encryption', seen(required('/a', OFFER), 'http://blog.example/a'), 'policy_refused'],
    ['of another network', seen(required('/a', { ...OFFER, network: 'stacks:2147483648' })), 'no_payable_offer'],
    ['of a token that nobody knows', seen(required('/a', { ...OFFER, asset: 'SP0.fake' })), 'no_payable_offer'],
    ['for nothing', seen(required('/a', { ...OFFER, amount: '0' })), 'no_payable_offer'],
    ['below nothing', seen(required('/a', { ...OFFER, amount: '-5' })), 'no_payable_offer'],
    ['that are none', seen(required('/a')), 'no_payable_offer'],
    ['that cannot be read', { ...seen({}), required: '%%%' }, 'no_payable_offer'],
    [
      'for a wallet that broadcasts',
      seen(required('/a', { ...OFFER, extra: { payloads: ['txid'] } })),
      'no_payable_offer',
    ],
  ])('%s are refused', (_, challenge, code) => {
    expect(read(challenge)).toBe(code);
  });

  it('have an identity: of the offer, and of what was asked', () => {
    const identity = (challenge: Seen) => {
      const terms = read(challenge);
      return typeof terms === 'object' && terms.challenge;
    };
    const bound = (amount: string) => ({ ...OFFER, amount, extra: { offer: 'A'.repeat(44) } });
    const one = seen(required('/a', bound('1000')));
    expect(identity(one)).toBe(identity({ ...one, requestId: '2', tabId: 9, at: 7 }));
    expect(identity(one)).not.toBe(identity({ ...one, method: 'POST' }));
    expect(identity(one)).not.toBe(identity(seen(required('/a', bound('1001')))));
    // A seller whose offers have no tokens says the same to everybody: there each request is one.
    const unbound = seen(required('/a', OFFER));
    expect(identity(unbound)).not.toBe(identity({ ...unbound, requestId: '2' }));
  });
});
