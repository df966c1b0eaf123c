/** Reading post-conditions. Apart from writing, because who pays only writes. */

import { MAX_POST_CONDITIONS } from '../limits.js';
import type { ByteReader } from './byte-reader.js';
import { isClarityName } from './names.js';
import {
  AMOUNT_CODES,
  type AmountCode,
  type PostCondition,
  PRINCIPALS,
  TOKEN_CODES,
  type TokenCode,
  type TokenName,
  TYPES,
} from './post-condition.js';
import type { Principal } from './principal.js';
import { readClarity } from './read-clarity.js';
import { readAddress, readContract } from './read-principal.js';

const AMOUNT_CODE_OF: ReadonlyMap<number, AmountCode> = reversed(AMOUNT_CODES);
const TOKEN_CODE_OF: ReadonlyMap<number, TokenCode> = reversed(TOKEN_CODES);

export function readPostConditions(reader: ByteReader): PostCondition[] {
  const count = reader.uint32();
  if (count > MAX_POST_CONDITIONS) reader.fail(`A payment has at most ${MAX_POST_CONDITIONS} post-conditions.`);
  const conditions: PostCondition[] = [];
  for (let index = 0; index < count; index++) conditions.push(readPostCondition(reader));
  return conditions;
}

function readPostCondition(reader: ByteReader): PostCondition {
  const type = reader.uint8();
  if (type > TYPES['non-fungible']) {
    // SIP-044 has conditions on staking. A payment stakes nothing, so there is nothing to judge them by.
    reader.fail('A post-condition is not about STX, a fungible or a non-fungible token; pay without it.');
  }
  const principal = readConditionPrincipal(reader);
  if (type === TYPES.stx) return { type: 'stx', principal, code: readAmountCode(reader), amount: reader.uint64() };
  const token = readTokenName(reader);
  if (type === TYPES.fungible) {
    return { type: 'fungible', principal, token, code: readAmountCode(reader), amount: reader.uint64() };
  }
  const value = readClarity(reader);
  const code = TOKEN_CODE_OF.get(reader.uint8());
  return { type: 'non-fungible', principal, token, value, code: code ?? unknownCode(reader) };
}

function readConditionPrincipal(reader: ByteReader): 'origin' | Principal {
  switch (reader.uint8()) {
    case PRINCIPALS.origin:
      return 'origin';
    case PRINCIPALS.account:
      return readAddress(reader);
    case PRINCIPALS.contract:
      return readContract(reader);
    default:
      return reader.fail('A post-condition is about an unknown kind of principal.');
  }
}

function readTokenName(reader: ByteReader): TokenName {
  const contract = readContract(reader);
  const name = reader.latin1(reader.uint8());
  if (!isClarityName(name)) reader.fail('A token in a post-condition has an impossible name.');
  return { contract, name };
}

function readAmountCode(reader: ByteReader): AmountCode {
  return AMOUNT_CODE_OF.get(reader.uint8()) ?? unknownCode(reader);
}

function unknownCode(reader: ByteReader): never {
  return reader.fail('A post-condition has an unknown code.');
}

function reversed<Name extends string>(table: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  return new Map((Object.keys(table) as Name[]).map((name) => [table[name], name]));
}
