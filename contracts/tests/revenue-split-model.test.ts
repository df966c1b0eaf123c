import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SplitRecipient } from '../../server-verifier/cli/revenue-split.js';
import { ACCOUNTS, Chain, EPOCHS, RECIPIENTS } from './chain.js';
import { distribute } from './commands/distribute.js';
import { distributeErrHostile } from './commands/distribute-err-hostile.js';
import { distributeErrNothing } from './commands/distribute-err-nothing.js';
import { pay } from './commands/pay.js';
import { payByRecipient } from './commands/pay-by-recipient.js';
import { payErrAllowanceExceeded } from './commands/pay-err-allowance-exceeded.js';
import { payErrTransferFailed } from './commands/pay-err-transfer-failed.js';
import { payErrZeroAmount } from './commands/pay-err-zero-amount.js';
import { transfer } from './commands/transfer.js';
import { modelOf } from './model.js';

/** Some more than once, so that there is often something to distribute. */
const commands = [
  pay,
  payByRecipient,
  payErrZeroAmount,
  payErrTransferFailed,
  payErrAllowanceExceeded,
  transfer,
  transfer,
  distribute,
  distribute,
  distributeErrNothing,
  ...distributeErrHostile,
];

/** Two to ten recipients in any order, with any shares that add up to 10,000. */
const splits: fc.Arbitrary<SplitRecipient[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 9 })
  .chain((cuts) => {
    const edges = [0, ...cuts.toSorted((left, right) => left - right), 10_000];
    const shares = edges.slice(1).map((edge, index) => edge - (edges[index] as number));
    return fc
      .shuffledSubarray([...RECIPIENTS], { minLength: shares.length, maxLength: shares.length })
      .map((principals) => principals.map((principal, index) => ({ principal, basisPoints: shares[index] as number })));
  });

describe.each(EPOCHS)('any split, paid and distributed in any order, in epoch %s', (epoch) => {
  // A failure prints seed, path and replayPath; give them to fc.assert and fc.commands to see it again.
  it('keeps the ledger of its model to the unit, and loses nothing', async () => {
    const chain = await Chain.start(epoch);
    chain.deploySplit('revenue-split', [
      { principal: RECIPIENTS[0] as string, basisPoints: 1 },
      { principal: RECIPIENTS[1] as string, basisPoints: 9999 },
    ]);
    chain.deployHostileToken();
    for (const holder of [ACCOUNTS.payer, ACCOUNTS.stranger, ...RECIPIENTS]) {
      chain.mint('honest-token', 10n ** 12n, holder);
      chain.mint('hostile-token', 10n ** 12n, holder);
    }
    let deployed = 0;
    fc.assert(
      fc.property(splits, fc.commands(commands, { maxCommands: 40, size: '+1' }), (recipients, run) => {
        const contract = chain.deploySplit(`split-${deployed++}`, recipients);
        const model = modelOf(chain, contract, recipients);
        const total = totals(model.ledger);
        fc.modelRun(() => ({ model, real: { chain, contract } }), run);
        expect(totals(model.ledger)).toEqual(total);
      }),
      // The limit ends a long search for the smallest failing run.
      { numRuns: 40, interruptAfterTimeLimit: 15_000 },
    );
  });
});

function totals(ledger: Record<string, Record<string, bigint>>): bigint[] {
  return Object.values(ledger).map((balances) => Object.values(balances).reduce((sum, balance) => sum + balance, 0n));
}
