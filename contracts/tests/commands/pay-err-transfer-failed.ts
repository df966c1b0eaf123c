import fc from 'fast-check';
import { ASSETS, balanceOf, command, type SplitCommand } from '../model.js';
import { amounts, signers } from './inputs.js';

/** More than the payer has: the shares that could be paid are undone. */
export const payErrTransferFailed: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), payer: signers, missing: amounts })
  .map(({ asset, payer, missing }) =>
    command({
      name: `pay ${missing} ${asset} more than ${payer} has`,
      possible: (model) => balanceOf(model, asset, payer) >= 0n,
      act: ({ chain, contract }) => chain.pay(contract, asset, chain.balance(asset, payer) + missing, payer),
      answer: { error: 103, prints: [] },
    }),
  );
