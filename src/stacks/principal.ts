/** Principals: who can hold assets. An account, or a contract of an account. */

import { X402Error } from '../errors.js';
import { equalBytes } from '../lib/bytes.js';
import { type Network, networkInfo } from '../networks.js';
import type { ByteWriter } from './byte-writer.js';
import { decodeAddress, encodeAddress } from './c32.js';
import { isContractName } from './names.js';

/** An account (no `contractName`) or a contract. */
export interface Principal {
  /** c32 version: which network, and single or multiple signatures. Below 32. */
  readonly version: number;
  /** The 20 bytes that an address stands for. */
  readonly hash160: Uint8Array;
  readonly contractName?: string;
}

/** Longest text that can be a principal: an address of 41 characters, a dot, a name of 40. */
const MAX_PRINCIPAL_LENGTH = 82;

/**
 * Reads `SP…` or `SP….contract-name`. Strict: only the canonical text, in upper case, with a right checksum.
 *
 * @throws `invalid_address`
 * @example
 * ```ts
 * import { parsePrincipal } from 'x402pay/stacks';
 * const principal = parsePrincipal('SP000000000000000000002Q6VF78.pox-4');
 * console.assert(principal.version === 22 && principal.contractName === 'pox-4');
 * ```
 */
export function parsePrincipal(text: string): Principal {
  const principal = readText(text);
  if (!principal) {
    throw new X402Error(
      'invalid_address',
      `"${text.slice(0, 48)}" is not a Stacks address; copy it again from the wallet (it looks like SP… or ST…, a contract like SP….name).`,
    );
  }
  return principal;
}

/**
 * The text form of a principal.
 *
 * @throws `invalid_address` when the parts cannot be those of a principal.
 * @example
 * ```ts
 * import { formatPrincipal } from 'x402pay/stacks';
 * console.assert(formatPrincipal({ version: 22, hash160: new Uint8Array(20) }) === 'SP000000000000000000002Q6VF78');
 * ```
 */
export function formatPrincipal(principal: Principal): string {
  const { version, hash160, contractName } = principal;
  if (!isPrincipal(principal)) throw new X402Error('invalid_address', 'These are not the parts of a Stacks principal.');
  const address = encodeAddress(version, hash160);
  return contractName === undefined ? address : `${address}.${contractName}`;
}

/**
 * True when the text is a principal (account or contract) that exists on this network. Never throws.
 *
 * @example
 * ```ts
 * import { isPrincipalOn } from 'x402pay/stacks';
 * console.assert(isPrincipalOn('stacks:1', 'SP000000000000000000002Q6VF78'));
 * console.assert(!isPrincipalOn('stacks:2147483648', 'SP000000000000000000002Q6VF78'));
 * ```
 */
export function isPrincipalOn(network: Network, text: string): boolean {
  const { singleSignatureVersion, multiSignatureVersion } = networkInfo(network);
  const version = readText(text)?.version;
  return version === singleSignatureVersion || version === multiSignatureVersion;
}

/** True when both are the same account or the same contract. */
export function equalPrincipals(left: Principal, right: Principal): boolean {
  return (
    left.version === right.version &&
    left.contractName === right.contractName &&
    equalBytes(left.hash160, right.hash160)
  );
}

/** Writes an address, and the name when it is a contract. */
export function writePrincipal(writer: ByteWriter, principal: Principal): void {
  if (!isPrincipal(principal)) writer.fail('A principal has an impossible version, hash or name.');
  writer.uint8(principal.version);
  writer.put(principal.hash160);
  if (principal.contractName !== undefined) {
    writer.uint8(principal.contractName.length);
    writer.latin1(principal.contractName);
  }
}

function isPrincipal({ version, hash160, contractName }: Principal): boolean {
  return (
    Number.isInteger(version) &&
    version >= 0 &&
    version < 32 &&
    hash160.length === 20 &&
    (contractName === undefined || isContractName(contractName))
  );
}

function readText(text: string): Principal | undefined {
  if (text.length > MAX_PRINCIPAL_LENGTH) return undefined;
  const dot = text.indexOf('.');
  const address = decodeAddress(dot < 0 ? text : text.slice(0, dot));
  if (!address || dot < 0) return address;
  const contractName = text.slice(dot + 1);
  return isContractName(contractName) ? { ...address, contractName } : undefined;
}
