/**
 * The seed of the spending account: BIP39 words, and the key that Stacks wallets derive from them. Only pages of ours use it, where a person sees or
 * types the words; the worker needs neither the words nor their 2048 possible ones.
 */

import { HDKey } from '@scure/bip32';
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { bytesFromHex, hexFromBytes } from '../../src/stacks.js';
import { Refusal } from '../refusal.js';

/** First account of Stacks wallets (SLIP-44 coin 5757). */
const PATH = "m/44'/5757'/0'/0/0";

/** What the vault keeps: hex digits. */
export interface Account {
  /** 16 or 32 bytes, from which the words are made. */
  readonly entropy: string;
  readonly privateKey: string;
}

/** @param random fills the bytes, as `crypto.getRandomValues` does */
export function newAccount(random: (bytes: Uint8Array<ArrayBuffer>) => void): Account {
  const entropy = new Uint8Array(16);
  random(entropy);
  return { entropy: hexFromBytes(entropy), privateKey: privateKeyOf(entropy) };
}

/** @throws `invalid_seed`, without a word of what was given */
export function accountOf(words: string): Account {
  const entropy = entropyOf(words);
  return { entropy: hexFromBytes(entropy), privateKey: privateKeyOf(entropy) };
}

/** Twelve words for 16 bytes, 24 for 32. */
export function wordsOfEntropy(entropy: string): string {
  return wordsOf(bytesFromHex(entropy));
}

function wordsOf(entropy: Uint8Array): string {
  return entropyToMnemonic(entropy, wordlist);
}

/** Forgives capitals and spaces. */
function entropyOf(words: string): Uint8Array {
  try {
    return mnemonicToEntropy(words.normalize('NFKD').trim().toLowerCase().split(/\s+/).join(' '), wordlist);
  } catch {
    throw new Refusal('invalid_seed');
  }
}

/** 64 hex digits. */
function privateKeyOf(entropy: Uint8Array): string {
  const { privateKey } = HDKey.fromMasterSeed(mnemonicToSeedSync(wordsOf(entropy))).derive(PATH);
  if (!privateKey) throw new Refusal('invalid_seed');
  return hexFromBytes(privateKey);
}
