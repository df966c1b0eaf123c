/** The accounts of the embedded chain. Their keys are Clarinet's, known to everybody: worth nothing anywhere else, and easy to recognise. */

export interface DevnetAccount {
  readonly name: string;
  readonly address: string;
  /** 33 bytes in hex: the key, and `01` for a compressed public key. */
  readonly privateKey: string;
}

/** What every account holds at the start, in atomic units. */
export const STARTING_FUNDS = {
  STX: 100_000_000_000n,
  sBTC: 1_000_000_000n,
  USDCx: 100_000_000_000n,
} as const;

export const ACCOUNTS: readonly DevnetAccount[] = [
  {
    name: 'deployer',
    address: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
    privateKey: '753b7cc01a1a2e86221266a154af739463fce51219d97e4f856cd7200c3bd2a601',
  },
  {
    name: 'reader',
    address: 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5',
    privateKey: '7287ba251d44a4d3fd9276c88ce34c5c52a038955511cccaf77e61068649c17801',
  },
  {
    name: 'bob',
    address: 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG',
    privateKey: '530d9f61984c888536871c6573073bdfc0058896dc1adfe9a6a10dfacadc209101',
  },
  {
    name: 'creator',
    address: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC',
    privateKey: 'd655b2523bcd65e34889725c73064feb17ceb796831c0e111ba1a552b0f31b3901',
  },
  {
    name: 'platform',
    address: 'ST2NEB84ASENDXKYGJPQW86YXQCEFEX2ZQPG87ND',
    privateKey: 'f9d7206a47f14d2870c163ebab4bf3e70d18f5d14ce1031f3902fbbc894fe4c701',
  },
  {
    name: 'agent',
    address: 'ST2REHHS5J3CERCRBEPMGH7921Q6PYKAADT7JP2VB',
    privateKey: '3eccc5dac8056590432db6a35d52b9896876a3d5cbdea53b72400bc9c2099fe801',
  },
  {
    name: 'carol',
    address: 'ST3AM1A56AK2C1XAFJ4115ZSV26EB49BVQ10MGCS0',
    privateKey: '7036b29cb5e235e5fd9b09ae3e8eec4404e44906814d5d01cbca968a60ed4bfb01',
  },
  {
    name: 'faucet',
    address: 'STNHKEPYEPJ8ET55ZZ0M5A34J0R3N5FM2CMMMAZ6',
    privateKey: 'de433bdfa14ec43aa1098d5be594c8ffb20a31485ff9de2923b2689471c401b801',
  },
];

/** @throws Error for a name that is not in {@link ACCOUNTS} */
export function accountNamed(name: string): DevnetAccount {
  const found = ACCOUNTS.find((account) => account.name === name);
  if (!found) {
    throw new Error(`There is no account "${name}"; there are ${ACCOUNTS.map((account) => account.name).join(', ')}.`);
  }
  return found;
}

/** Receives the fees; nobody has its key. */
export const MINER_ADDRESS = 'ST000000000000000000002AMW42H';
