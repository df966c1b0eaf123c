import fc from 'fast-check';
import { ASSETS, balanceOf, command, isRecipient, PAYERS, type SplitCommand, share } from '../model.js';
import { amounts } from './inputs.js';

/** A payer who is no recipient: every recipient has its share at once. */
export const pay: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), payer: fc.constantFrom(...PAYERS), amount: amounts })
  .map(({ asset, payer, amount }) =>
    command({
      name: `pay ${amount} ${asset} by ${payer}`,
      possible: (model) => !isRecipient(model, payer) && balanceOf(model, asset, payer) >= amount,
      act: ({ chain, contract }) => chain.pay(contract, asset, amount, payer),
      answer: { ok: true },
      apply: (model) => share(model, asset, payer, amount),
    }),
  );
