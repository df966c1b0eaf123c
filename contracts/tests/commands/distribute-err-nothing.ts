import fc from 'fast-check';
import { ASSETS, balanceOf, command, type SplitCommand } from '../model.js';
import { signers } from './inputs.js';

export const distributeErrNothing: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), caller: signers })
  .map(({ asset, caller }) =>
    command({
      name: `distribute ${asset}, of which there is none, by ${caller}`,
      possible: (model) => balanceOf(model, asset, model.contract) === 0n,
      act: ({ chain, contract }) => chain.distribute(contract, asset, caller),
      answer: { error: 102, prints: [] },
    }),
  );
