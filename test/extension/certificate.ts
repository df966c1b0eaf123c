/** A certificate that signs itself, for sellers with encryption. Browsers of tests are told to ask for no better one. */

import { generateKeyPairSync, sign } from 'node:crypto';

/** Tags of DER, as ITU-T X.690 has them. */
const [INTEGER, BIT_STRING, OBJECT_ID, TEXT, TIME] = [0x02, 0x03, 0x06, 0x0c, 0x17] as const;
const [SEQUENCE, SET, VERSION] = [0x30, 0x31, 0xa0] as const;

export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  // ecdsa-with-SHA256: 1.2.840.10045.4.3.2. And commonName: 2.5.4.3.
  const algorithm = der(SEQUENCE, der(OBJECT_ID, Buffer.from('2a8648ce3d040302', 'hex')));
  const commonName = der(OBJECT_ID, Buffer.from('550403', 'hex'));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, commonName, der(TEXT, Buffer.from('x402Pay tests')))));
  const [from, until] = ['200101000000Z', '491231235959Z'].map((time) => der(TIME, Buffer.from(time)));
  const body = der(
    SEQUENCE,
    // The third version, and the first of its kind.
    der(VERSION, der(INTEGER, Buffer.of(2))),
    der(INTEGER, Buffer.of(1)),
    algorithm,
    name,
    der(SEQUENCE, from!, until!),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(BIT_STRING, Buffer.of(0), sign('sha256', body, privateKey));
  const lines =
    der(SEQUENCE, body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const cert = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(parts);
  const digits = length.toString(16);
  // As short as can be: browsers take no other form.
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const size = length < 128 ? bytes : Buffer.concat([Buffer.of(0x80 + bytes.length), bytes]);
  return Buffer.concat([Buffer.of(tag), size, ...parts]);
}
