import { inspect } from 'node:util';
import { deserializeTransaction } from '@stacks/transactions';
import { describe, expect, it } from 'vitest';
import { encodeTransaction, type StacksTransaction } from '../../src/stacks.js';
import { readDeployOptions } from './deploy-options.js';
import { findDeployer } from './deployer.js';
import { scriptedTerminal } from './scripted-terminal.js';

const KEY = '753b7cc01a1a2e86221266a154af739463fce51219d97e4f856cd7200c3bd2a601';
const ADDRESS = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM';

describe('the deployer', () => {
  it('signs for its own account only', async () => {
    const { address, sign } = await deployer();
    expect(address).toBe(ADDRESS);
    const own = Uint8Array.from(Buffer.from('6d78de7b0625dfbfc16c3a8a5735f6dc3dc3f2ce', 'hex'));
    const signed = sign?.(transactionOf(own)) as StacksTransaction;
    expect(() => deserializeTransaction(encodeTransaction(signed)).verifyOrigin()).not.toThrow();
    expect(() => sign?.(transactionOf(new Uint8Array(20)))).toThrow(
      expect.objectContaining({ code: 'invalid_transaction' }),
    );
  });

  it('does not show its key to whoever prints it', async () => {
    expect(inspect(await deployer(), { depth: 9, showHidden: true })).not.toContain(KEY.slice(0, 16));
  });
});

function deployer() {
  const terminal = scriptedTerminal({ environment: { X402PAY_PRIVATE_KEY: KEY } });
  const options = readDeployOptions(['--splits', 'a:50,b:50', '--network', 'testnet'], terminal);
  return findDeployer(options, { source: '', addresses: new Map() }, undefined, terminal);
}

function transactionOf(signer: Uint8Array): StacksTransaction {
  return {
    transactionVersion: 0x80,
    chainId: 0x80000000,
    origin: { hashMode: 'p2pkh', signer, nonce: 0n, fee: 300n, signature: new Uint8Array(65) },
    anchorMode: 'any',
    postConditionMode: 'deny',
    postConditions: [],
    payload: { type: 'smart-contract', clarityVersion: 5, name: 'empty', code: '(ok true)' },
  };
}
