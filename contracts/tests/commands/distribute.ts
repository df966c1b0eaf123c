import fc from 'fast-check';
import { ASSETS, balanceOf, command, type SplitCommand, share } from '../model.js';
import { signers } from './inputs.js';

/** Anyone empties the contract; all of it goes to the recipients. */
export const distribute: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), caller: signers })
  .map(({ asset, caller }) =>
    command({
      name: `distribute ${asset} by ${caller}`,
      possible: (model) => balanceOf(model, asset, model.contract) > 0n,
      act: ({ chain, contract }) => {
        const balance = chain.balance(asset, contract);
        const { ok } = chain.distribute(contract, asset, caller);
        return { ok: ok === balance };
      },
      answer: { ok: true },
      apply: (model) => share(model, asset, model.contract, balanceOf(model, asset, model.contract)),
    }),
  );
