import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePaymentRequired, encodeHeader } from '../../src/header.js';
import type { PaymentRequired } from '../../src/wire.js';
import { payableOffers } from './offers.js';
import { readObject, readPriceList } from './wire.js';

const OFFER = {
  scheme: 'exact',
  network: 'stacks:1',
  amount: '500000',
  asset: 'STX',
  payTo: 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7',
  maxTimeoutSeconds: 600,
  extra: { offer: 'A'.repeat(44), finality: 'block', somebodyElse: [1] },
};
const REQUIRED: PaymentRequired = {
  x402Version: 2,
  error: 'payment_required',
  resource: { url: 'https://blog.example/ä', description: 'Über Zettel – 5 €' },
  accepts: [OFFER],
};

describe('a price list', () => {
  it('is the same from the header and from the body', () => {
    const read = { resource: REQUIRED.resource, accepts: REQUIRED.accepts, error: 'payment_required', signIn: false };
    expect(readPriceList(encodeHeader(REQUIRED))).toEqual(read);
    expect(readPriceList(JSON.stringify(REQUIRED))).toEqual(read);
  });

  it('says where who has paid may sign in', () => {
    const extensions = { 'sign-in-with-x': { info: {}, supportedChains: [] } };
    expect(readPriceList(encodeHeader({ ...REQUIRED, extensions })).signIn).toBe(true);
    for (const other of [{}, { pass: {} }]) {
      expect(readPriceList(encodeHeader({ ...REQUIRED, extensions: other })).signIn).toBe(false);
    }
  });

  it('keeps every offer as it came, because a payment echoes it', () => {
    expect(readPriceList(encodeHeader(REQUIRED)).accepts[0]).toEqual(OFFER);
  });

  it('has the offers that the strict decoder has, for any 402 that it takes', () => {
    const text = fc.oneof(
      fc.constantFrom('exact', 'upto', 'stacks:1', 'eip155:1', 'STX', '500000', '0', '007', OFFER.payTo),
      fc.string(),
    );
    const offer = fc.oneof(
      fc.record({
        scheme: text,
        network: text,
        amount: text,
        asset: text,
        payTo: text,
        maxTimeoutSeconds: fc.integer(),
      }),
      fc.record({ ...mapConstants(OFFER), amount: text, extra: fc.oneof(fc.constant(OFFER.extra), fc.object()) }),
    );
    const required = fc.record(
      {
        x402Version: fc.constant(2),
        resource: fc.record({ url: fc.webUrl(), description: text }),
        accepts: fc.array(offer, { maxLength: 5 }),
        error: text,
      },
      { requiredKeys: ['x402Version', 'resource', 'accepts'] },
    );
    fc.assert(
      fc.property(required, (value) => {
        const json = JSON.stringify(value);
        const strict = attempt(() => decodePaymentRequired(json));
        if (!strict) return;
        const read = readPriceList(json);
        expect(payableOffers(read, [])).toEqual(payableOffers({ ...strict, error: undefined, signIn: false }, []));
        expect(read.resource.url).toBe(strict.resource.url);
      }),
      { numRuns: 400 },
    );
  });

  it('shows nothing of another version, without a resource, or that is no list', () => {
    for (const change of [
      { x402Version: 1 },
      { resource: {} },
      { resource: null },
      { accepts: 'x' },
      { accepts: undefined },
    ]) {
      expect(() => readPriceList(JSON.stringify({ ...REQUIRED, ...change }))).toThrow();
    }
  });

  it('leaves out offers whose members are no text, and everything that cannot be paid here', () => {
    const offers = [
      null,
      7,
      { ...OFFER, payTo: 7 },
      { ...OFFER, amount: 5 },
      { ...OFFER, network: ['stacks:1'] },
      { ...OFFER, extra: null },
      { ...OFFER, payTo: 'nobody' },
      OFFER,
    ];
    const read = readPriceList(JSON.stringify({ ...REQUIRED, accepts: offers.filter(Boolean) }));
    expect(payableOffers(read, []).map(({ offer }) => offer)).toEqual([OFFER]);
  });

  it('bounds what it reads', () => {
    const long = JSON.stringify({ ...REQUIRED, resource: { url: 'https://a.example', description: 'd'.repeat(5000) } });
    expect(readPriceList(long).resource.description).toHaveLength(300);
    expect(readPriceList(JSON.stringify({ ...REQUIRED, accepts: Array(33).fill({}) })).accepts).toEqual([]);
    expect(() => readObject(`{"a":"${'x'.repeat(16 * 1024)}"}`)).toThrow(RangeError);
  });

  it('never does anything but throw for junk', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (junk) => {
        attempt(() => payableOffers(readPriceList(junk), []));
      }),
    );
  });
});

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function mapConstants<T extends object>(values: T): { [Name in keyof T]: fc.Arbitrary<T[Name]> } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fc.constant(value)])) as never;
}
