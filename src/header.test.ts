import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import vectors from '../test/vectors/headers.json' with { type: 'json' };
import { isX402Error, X402Error } from './errors.js';
import { decodePaymentPayload, decodePaymentRequired, decodeSettlementResponse, encodeHeader } from './header.js';
import {
  MAX_ACCEPTS,
  MAX_HEADER_LENGTH,
  MAX_NAME_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_TRANSACTION_BYTES,
  MAX_URL_LENGTH,
} from './limits.js';

const decoders = { required: decodePaymentRequired, payment: decodePaymentPayload, response: decodeSettlementResponse };

describe('header vectors', () => {
  for (const kind of ['required', 'payment', 'response'] as const) {
    it.each<{ name: string; header: string; value: object }>(vectors[kind])(
      `decodes ${kind}: $name`,
      ({ header, value }) => {
        expect(decoders[kind](header)).toEqual(value);
        expect(decoders[kind](encodeHeader(value))).toEqual(value);
      },
    );
  }

  it.each(vectors.refused)('refuses $object: $name', ({ object, header, code }) => {
    const decode = decoders[object as keyof typeof decoders];
    expect(() => decode(header)).toThrow(expect.objectContaining({ name: 'X402Error', code }));
  });
});

/** The oracle: the same objects, said again in another language. */
const short = z.string().max(MAX_NAME_LENGTH);
const name = short.min(1);
const long = z.string().max(MAX_TEXT_LENGTH);
const network = short.refine((id) => id.slice(1, -1).includes(':'));
const extensions = z.looseObject({}).optional();
const resource = z.looseObject({
  url: z.string().min(1).max(MAX_URL_LENGTH),
  description: long.optional(),
  mimeType: short.optional(),
});
const extra = z.looseObject({
  paymentFlow: short.optional(),
  tokenType: short.optional(),
  decimals: z
    .number()
    .min(0)
    .refine((value) => value % 1 === 0)
    .optional(),
  offer: short.optional(),
  payloads: z.array(name).max(MAX_ACCEPTS).optional(),
  finality: short.optional(),
  access: short.optional(),
  call: short.optional(),
});
const requirements = z
  .looseObject({
    scheme: name,
    network,
    amount: name,
    asset: name,
    payTo: name,
    maxTimeoutSeconds: z.number().positive(),
    extra: z.looseObject({}).optional(),
  })
  .refine(
    (terms) =>
      !terms.network.startsWith('stacks:') || terms.extra === undefined || extra.safeParse(terms.extra).success,
  );
const hex = z
  .string()
  .transform((text) => text.replace(/^0x/i, (prefix) => (prefix === '0x' ? '' : prefix)).toLowerCase());
const transaction = hex.pipe(z.string().regex(/^([0-9a-f]{2}){1,4096}$/));
const txid = hex.pipe(z.string().regex(/^[0-9a-f]{64}$/));
const none = z.undefined().optional();
const payload = z.union([
  z
    .object({ transaction, signedTransaction: none, txid: none })
    .transform((form) => ({ transaction: form.transaction })),
  z
    .object({ signedTransaction: transaction, transaction: none, txid: none })
    .transform((form) => ({ transaction: form.signedTransaction })),
  z.object({ txid, transaction: none, signedTransaction: none }).transform((form) => ({ txid: form.txid })),
]);
const oracles = {
  required: z.looseObject({
    x402Version: z.literal(2),
    error: long.optional(),
    resource,
    accepts: z.array(requirements).max(MAX_ACCEPTS),
    extensions,
  }),
  payment: z.looseObject({
    x402Version: z.literal(2),
    resource: resource.optional(),
    accepted: requirements,
    payload,
    extensions,
  }),
  response: z.looseObject({
    success: z.boolean(),
    errorReason: short.optional(),
    errorMessage: long.optional(),
    payer: short.optional(),
    transaction: short,
    network,
    amount: short.optional(),
    extensions,
  }),
};

/** Objects that are right, or nearly. */
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const chain = fc.constantFrom('stacks:1', 'stacks:1', 'stacks:2147483648', 'eip155:8453', '::1', 'stacks:', 'stacks');
const word = fc.oneof({ weight: 9, arbitrary: fc.string({ minLength: 1 }) }, fc.string());
const json = fc.jsonValue({ maxDepth: 3 });
const members = maybe(fc.dictionary(fc.string({ maxLength: 5 }), json, { maxKeys: 4 }));
const someExtra = maybe(
  fc.record(
    {
      paymentFlow: fc.string(),
      decimals: fc.oneof(fc.nat(20), fc.double({ noNaN: true, noDefaultInfinity: true })),
      offer: fc.oneof(fc.string(), json),
      payloads: fc.array(fc.string(), { maxLength: 3 }),
      other: json,
    },
    { requiredKeys: [] },
  ),
);
const someTerms = fc.record({
  scheme: word,
  network: chain,
  amount: word,
  asset: word,
  payTo: word,
  maxTimeoutSeconds: fc.oneof(fc.nat(), fc.nat(), fc.integer()),
  extra: someExtra,
});
const someResource = fc.record({ url: word, description: maybe(fc.string()), more: maybe(json) });
const hexDigits = (from: number, to: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: from, maxLength: to });
const prefixed = (digits: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', '0x', '', '0x', '0X'), digits).map((parts) => parts.join(''));
const someHex = prefixed(fc.oneof(hexDigits(2, 2), hexDigits(4, 4), hexDigits(0, 9)));
const someTxid = prefixed(fc.oneof(hexDigits(64, 64), hexDigits(62, 66)));
const somePayload = fc.oneof(
  fc.record({ transaction: someHex, other: json }, { requiredKeys: ['transaction'] }),
  fc.record({ signedTransaction: someHex }),
  fc.record({ txid: someTxid }),
  fc.record({ transaction: someHex, signedTransaction: someHex, txid: someTxid }, { requiredKeys: [] }),
);
const objects = {
  required: fc.record({
    x402Version: fc.constant(2),
    error: maybe(fc.string()),
    resource: someResource,
    accepts: fc.array(someTerms, { maxLength: 3 }),
    extensions: members,
  }),
  payment: fc.record({
    x402Version: fc.constant(2),
    resource: maybe(someResource),
    accepted: someTerms,
    payload: somePayload,
    extensions: members,
  }),
  response: fc.record({
    success: fc.boolean(),
    errorReason: maybe(fc.string()),
    payer: maybe(fc.string()),
    transaction: fc.string(),
    network: chain,
    extensions: members,
  }),
};

/** One member somewhere, changed or removed. */
function mutated(value: unknown, steps: readonly number[], replacement: unknown): unknown {
  if (typeof value !== 'object' || value === null || steps.length === 0) return replacement;
  const keys = Object.keys(value);
  const key = keys[(steps[0] ?? 0) % (keys.length || 1)];
  if (key === undefined) return replacement;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  (copy as Record<string, unknown>)[key] = mutated(
    (value as Record<string, unknown>)[key],
    steps.slice(1),
    replacement,
  );
  return copy;
}

describe('the own decoder and a zod schema of the same objects', () => {
  for (const kind of ['required', 'payment', 'response'] as const) {
    const mutation = fc.tuple(fc.array(fc.nat(20), { maxLength: 4 }), fc.oneof(json, fc.constant(undefined)));
    const object = fc
      .tuple(objects[kind], maybe(mutation))
      .map(([value, change]) => (change ? mutated(value, ...change) : value));

    it(`give the same verdict and the same value: ${kind}`, () => {
      const seen = { accepted: 0, refused: 0 };
      fc.assert(
        fc.property(object, (value) => {
          fc.pre(value !== undefined && !JSON.stringify(value).includes('__proto__'));
          const expected = oracles[kind].safeParse(JSON.parse(JSON.stringify(value)));
          seen[expected.success ? 'accepted' : 'refused']++;
          const header = encodeHeader(value as object);
          if (expected.success) expect(decoders[kind](header)).toEqual(expected.data);
          else expect(() => decoders[kind](header)).toThrow(X402Error);
        }),
        { numRuns: 1500 },
      );
      expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(50);
    });
  }
});

describe('only our errors come out of a decoder', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString('base64')),
    fc.json(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')),
    fc
      .tuple(fc.constantFrom(...vectors.payment, ...vectors.required, ...vectors.response), fc.nat(), fc.string())
      .map(
        ([{ header }, at, text]) => header.slice(0, at % header.length) + text + header.slice((at + 1) % header.length),
      ),
  );

  for (const [kind, decode] of Object.entries(decoders)) {
    it(`whatever arrives: ${kind}`, () => {
      fc.assert(
        fc.property(hostile, (text) => {
          try {
            decode(text);
          } catch (error) {
            expect(isX402Error(error) && error.cause === undefined).toBe(true);
            // What was refused may be a payment: no error quotes it.
            if (text.length > 40) expect((error as Error).message).not.toContain(text.slice(0, 40));
          }
        }),
        { numRuns: 1500 },
      );
    });
  }
});

describe('limits of headers', () => {
  const required = (change: object) => ({ x402Version: 2, resource: { url: '/' }, accepts: [], ...change });
  const terms = {
    scheme: 'exact',
    network: 'stacks:1',
    amount: '1',
    asset: 'STX',
    payTo: 'SP000000000000000000002Q6VF78',
    maxTimeoutSeconds: 60,
  };
  const cases: [string, string, number, (size: number) => object][] = [
    ['error', 'error', MAX_TEXT_LENGTH, (size) => ({ error: 'x'.repeat(size) })],
    ['URL', 'resource.url', MAX_URL_LENGTH, (size) => ({ resource: { url: 'x'.repeat(size) } })],
    ['offers', 'accepts', MAX_ACCEPTS, (size) => ({ accepts: Array(size).fill(terms) })],
    ['asset', 'accepts.0.asset', MAX_NAME_LENGTH, (size) => ({ accepts: [{ ...terms, asset: 'x'.repeat(size) }] })],
  ];

  it.each(cases)('%s: takes as much as allowed and refuses one more', (_, field, most, change) => {
    expect(decodePaymentRequired(encodeHeader(required(change(most))))).toBeDefined();
    expect(() => decodePaymentRequired(encodeHeader(required(change(most + 1))))).toThrow(
      expect.objectContaining({ code: 'invalid_payment_requirements', field }),
    );
  });

  it('takes the longest transaction and refuses one byte more', () => {
    const payment = (bytes: number) =>
      encodeHeader({ x402Version: 2, accepted: terms, payload: { transaction: `0x${'00'.repeat(bytes)}` } });
    expect(decodePaymentPayload(payment(MAX_TRANSACTION_BYTES))).toBeDefined();
    expect(() => decodePaymentPayload(payment(MAX_TRANSACTION_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'invalid_payload', field: 'payload' }),
    );
  });

  it('takes a header of 16 KiB, refuses and never makes a longer one', () => {
    const fill = (bytes: number) =>
      required({ fill: 'x'.repeat(bytes - JSON.stringify(required({ fill: '' })).length) });
    const most = (MAX_HEADER_LENGTH / 4) * 3;
    expect(encodeHeader(fill(most))).toHaveLength(MAX_HEADER_LENGTH);
    expect(decodePaymentRequired(encodeHeader(fill(most)))).toBeDefined();
    expect(() => encodeHeader(fill(most + 1))).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
    const longer = Buffer.from(JSON.stringify(fill(most + 1))).toString('base64');
    expect(() => decodePaymentRequired(longer)).toThrow(
      expect.objectContaining({ code: 'invalid_payment_requirements' }),
    );
    expect(() => decodePaymentRequired('A'.repeat(1024 * 1024))).toThrow(X402Error);
  });

  it('reads a body of 16 KiB and refuses a longer one', () => {
    const body = JSON.stringify(required({}));
    expect(decodePaymentRequired(body.padEnd(MAX_HEADER_LENGTH))).toBeDefined();
    expect(() => decodePaymentRequired(body.padEnd(MAX_HEADER_LENGTH + 1))).toThrow(X402Error);
  });
});
