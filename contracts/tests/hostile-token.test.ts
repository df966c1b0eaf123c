import { Cl } from '@stacks/transactions';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNTS, Chain, EPOCHS, type Ledger, RECIPIENTS, tokenId } from './chain.js';

const { payer, stranger } = ACCOUNTS;
const AMOUNT = 1000n;
const [first, second] = RECIPIENTS as [string, string];
const recipients = [
  { principal: first, basisPoints: 8000 },
  { principal: second, basisPoints: 2000 },
];
const hostile = tokenId('hostile-token');
const TRANSFER_FAILED = 103;
const BALANCE_UNKNOWN = 104;
const ALLOWANCE_EXCEEDED = 105;

/** The contract holds STX and an honest token that belong to its recipients; the payer and the caller hold some too. */
describe.each(EPOCHS)('a revenue split and a hostile token in epoch %s', (epoch) => {
  let chain: Chain;
  let contract: string;

  beforeAll(async () => {
    chain = await Chain.start(epoch);
    contract = chain.deploySplit('revenue-split', recipients);
    chain.deployHostileToken();
    for (const account of [payer, stranger]) {
      chain.mint('honest-token', 1_000_000n, account);
      chain.mint('hostile-token', 1_000_000n, account);
    }
  });

  /** Before each attack there is something to take: exactly `AMOUNT` of each asset in the contract. */
  beforeEach(() => {
    chain.behave('');
    for (const asset of ['STX', 'honest-token', 'hostile-token'] as const) {
      if (chain.balance(asset, contract) > 0n) expect(chain.distribute(contract, asset).error).toBeUndefined();
      chain.transfer(asset, AMOUNT, payer, contract);
    }
  });

  describe('when it is paid with', () => {
    it.each([
      ['moves one more', ALLOWANCE_EXCEEDED],
      ['burns one more', ALLOWANCE_EXCEEDED],
      ['takes STX', ALLOWANCE_EXCEEDED],
      ['takes another token', ALLOWANCE_EXCEEDED],
      ['refuses', TRANSFER_FAILED],
      ['answers false', TRANSFER_FAILED],
    ])('%s: refused with u%i, and nothing has moved', (as, code) => {
      expectUnmoved(as, () => chain.pay(contract, 'hostile-token', AMOUNT, payer), { error: code, prints: [] });
    });

    it.each(["pays in its sender's name", 'distributes STX', 'distributes another token'])(
      '%s: the whole transaction is aborted',
      (as) => expectAborted(as, () => chain.pay(contract, 'hostile-token', AMOUNT, payer)),
    );

    it.each(['moves nothing', 'moves half'])('%s: only its own units are false', (as) => {
      const before = ledger();
      chain.behave(as);
      expect(chain.pay(contract, 'hostile-token', AMOUNT, payer).ok).toBe(true);
      expect(ledger().STX).toEqual(before.STX);
      expect(ledger()['honest-token']).toEqual(before['honest-token']);
      expect(ledger()['hostile-token']?.[payer]).toBeGreaterThanOrEqual(
        (before['hostile-token']?.[payer] as bigint) - AMOUNT,
      );
    });
  });

  describe('when it is distributed', () => {
    it.each([
      ['moves one more', ALLOWANCE_EXCEEDED],
      ['burns one more', ALLOWANCE_EXCEEDED],
      ['takes STX', ALLOWANCE_EXCEEDED],
      ['takes another token', ALLOWANCE_EXCEEDED],
      ["takes the caller's STX", ALLOWANCE_EXCEEDED],
      ["takes the caller's tokens", ALLOWANCE_EXCEEDED],
      ['refuses', TRANSFER_FAILED],
      ['answers false', TRANSFER_FAILED],
      ['claims a greater balance', TRANSFER_FAILED],
      ['keeps the balance secret', BALANCE_UNKNOWN],
    ])('%s: refused with u%i, and nothing has moved', (as, code) => {
      expectUnmoved(as, () => chain.distribute(contract, 'hostile-token', stranger), { error: code, prints: [] });
    });

    it.each(["pays in its sender's name", 'distributes STX', 'distributes another token'])(
      '%s: the whole transaction is aborted',
      (as) => expectAborted(as, () => chain.distribute(contract, 'hostile-token', stranger)),
    );

    it.each(['moves nothing', 'moves half', 'claims a smaller balance'])('%s: only its own units are false', (as) => {
      const before = ledger();
      chain.behave(as);
      expect(chain.distribute(contract, 'hostile-token', stranger).error).toBeUndefined();
      expect(ledger().STX).toEqual(before.STX);
      expect(ledger()['honest-token']).toEqual(before['honest-token']);
    });
  });

  it('is no token at all: an account or a contract without the two functions is refused before anything runs', () => {
    const before = ledger();
    for (const token of [contract, payer, `${payer}.nothing`]) {
      const args = [Cl.some(Cl.principal(token))];
      expect(() => chain.call(contract, 'distribute', args, stranger)).toThrow();
    }
    expect(ledger()).toEqual(before);
  });

  function expectUnmoved(as: string, attack: () => unknown, answer: object): void {
    const before = ledger();
    chain.behave(as);
    expect(attack()).toMatchObject(answer);
    expect(ledger()).toEqual(before);
  }

  /** The VM enters no function that it has not left: a runtime error, which no contract can catch. */
  function expectAborted(as: string, attack: () => unknown): void {
    const before = ledger();
    chain.behave(as);
    expect(attack).toThrow(/CircularReference/);
    expect(ledger()).toEqual(before);
  }

  /** Every balance that an attack could touch. */
  function ledger(): Ledger {
    return chain.ledger([contract, payer, stranger, hostile, first, second]);
  }
});
