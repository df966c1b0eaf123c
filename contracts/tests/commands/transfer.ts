import fc from 'fast-check';
import { ASSETS, balanceOf, command, move, type SplitCommand } from '../model.js';
import { amounts, signers } from './inputs.js';

/** A plain transfer to the contract, as any x402 client makes it. */
export const transfer: fc.Arbitrary<SplitCommand> = fc
  .record({ asset: fc.constantFrom(...ASSETS), payer: signers, amount: amounts })
  .map(({ asset, payer, amount }) =>
    command({
      name: `transfer ${amount} ${asset} from ${payer}`,
      possible: (model) => balanceOf(model, asset, payer) >= amount,
      act: ({ chain, contract }) => {
        chain.transfer(asset, amount, payer, contract);
        return undefined;
      },
      apply: (model) => move(model, asset, payer, model.contract, amount),
    }),
  );
