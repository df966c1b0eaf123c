/** Reading principals from a transaction. Apart from `principal.ts`, because who pays only writes. */

import type { ByteReader } from './byte-reader.js';
import { isContractName } from './names.js';
import type { Principal } from './principal.js';

/** Reads version and hash as the chain writes them. */
export function readAddress(reader: ByteReader): Principal {
  const version = reader.uint8();
  if (version > 31) reader.fail('An address has an impossible version.');
  return { version, hash160: reader.take(20) };
}

/** Reads an address and the length-prefixed name of a contract. */
export function readContract(reader: ByteReader): Principal & { readonly contractName: string } {
  const { version, hash160 } = readAddress(reader);
  const contractName = reader.latin1(reader.uint8());
  if (!isContractName(contractName)) reader.fail('A contract has an impossible name.');
  return { version, hash160, contractName };
}
