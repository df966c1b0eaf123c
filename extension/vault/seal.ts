/** Secrets under a passphrase: scrypt, then AES-256-GCM. The record says how it was made, and the seal covers that too. */

import { scryptAsync } from '@noble/hashes/scrypt.js';
import * as z from 'zod/mini';
import { bytesFromHex, hexFromBytes } from '../../src/stacks.js';
import { Refusal } from '../refusal.js';

const hex = (least: number, most: number) =>
  z.string().check(z.regex(new RegExp(`^(?:[\\da-f]{2}){${least},${most}}$`)));

/** `N`, `r`, `p` are bounded: a record that was tampered with must not freeze the browser. */
const sealedRecord = z.strictObject({
  version: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z.literal([2 ** 17, 2 ** 18]),
    r: z.literal(8),
    p: z.literal(1),
    salt: hex(16, 32),
  }),
  iv: hex(12, 12),
  ciphertext: hex(17, 256),
});

export type SealedRecord = z.infer<typeof sealedRecord>;

/** OWASP's choice where Argon2id would need WebAssembly, which our policy forbids. */
const COST = { name: 'scrypt', N: 2 ** 17, r: 8, p: 1 } as const;

type Random = (bytes: Uint8Array<ArrayBuffer>) => void;

/** 32 bytes from a passphrase, slowly. */
export type Stretch = (password: Uint8Array, kdf: SealedRecord['kdf']) => Promise<Uint8Array>;

const stretchWithScrypt: Stretch = (password, { N, r, p, salt }) =>
  scryptAsync(password, bytesFromHex(salt), { N, r, p, dkLen: 32 });

export async function seal(
  secret: Uint8Array,
  passphrase: string,
  random: Random,
  stretch: Stretch = stretchWithScrypt,
): Promise<SealedRecord> {
  const fresh = (length: number) => {
    const bytes = new Uint8Array(length);
    random(bytes);
    return bytes;
  };
  const kdf = { ...COST, salt: hexFromBytes(fresh(16)) };
  const iv = fresh(12);
  const key = await keyOf(passphrase, kdf, stretch);
  const algorithm = { name: 'AES-GCM', iv, additionalData: coveredBy(kdf) };
  const ciphertext = await crypto.subtle.encrypt(algorithm, key, copyOf(secret));
  return { version: 1, kdf, iv: hexFromBytes(iv), ciphertext: hexFromBytes(new Uint8Array(ciphertext)) };
}

/** @throws `wrong_passphrase`, also for a record that was changed; `unreadable_vault` for what is no record of ours */
export async function unseal(
  record: unknown,
  passphrase: string,
  stretch: Stretch = stretchWithScrypt,
): Promise<Uint8Array> {
  const parsed = sealedRecord.safeParse(record);
  if (!parsed.success) throw new Refusal('unreadable_vault');
  const { kdf, iv, ciphertext } = parsed.data;
  const key = await keyOf(passphrase, kdf, stretch);
  const algorithm = { name: 'AES-GCM', iv: copyOf(bytesFromHex(iv)), additionalData: coveredBy(kdf) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, copyOf(bytesFromHex(ciphertext))));
  } catch {
    throw new Refusal('wrong_passphrase');
  }
}

async function keyOf(passphrase: string, kdf: SealedRecord['kdf'], stretch: Stretch): Promise<CryptoKey> {
  // One keyboard writes é as one character, another as two.
  const password = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const bytes = await stretch(password, kdf);
  return crypto.subtle.importKey('raw', copyOf(bytes), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function coveredBy({ name, N, r, p, salt }: SealedRecord['kdf']): Uint8Array<ArrayBuffer> {
  return copyOf(new TextEncoder().encode(JSON.stringify([1, name, N, r, p, salt])));
}

/** Web Crypto's types ask for bytes that are surely not shared. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
