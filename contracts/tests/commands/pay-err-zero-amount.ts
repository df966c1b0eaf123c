import fc from 'fast-check';
import { ASSETS, command, type SplitCommand } from '../model.js';
import { signers } from './inputs.js';

export const payErrZeroAmount: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), payer: signers })
  .map(({ asset, payer }) =>
    command({
      name: `pay nothing in ${asset} by ${payer}`,
      possible: () => true,
      act: ({ chain, contract }) => chain.pay(contract, asset, 0n, payer),
      answer: { error: 101, prints: [] },
    }),
  );
