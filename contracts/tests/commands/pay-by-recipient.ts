import fc from 'fast-check';
import { ASSETS, balanceOf, command, isRecipient, move, type SplitCommand } from '../model.js';
import { amounts, signers } from './inputs.js';

/** A recipient who pays: the contract keeps the whole payment for the next distribution. */
export const payByRecipient: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), payer: signers, amount: amounts })
  .map(({ asset, payer, amount }) =>
    command({
      name: `pay ${amount} ${asset} by the recipient ${payer}`,
      possible: (model) => isRecipient(model, payer) && balanceOf(model, asset, payer) >= amount,
      act: ({ chain, contract }) => chain.pay(contract, asset, amount, payer),
      answer: { ok: true },
      apply: (model) => move(model, asset, payer, model.contract, amount),
    }),
  );
