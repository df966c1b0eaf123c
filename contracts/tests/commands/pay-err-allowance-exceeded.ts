import fc from 'fast-check';
import { balanceOf, command, type SplitCommand } from '../model.js';
import { amounts, signers } from './inputs.js';

/** A token that takes more, or something else, from the payer. */
export const payErrAllowanceExceeded: fc.Arbitrary<SplitCommand> = fc
  .record({ payer: signers, amount: amounts, as: fc.constantFrom('moves one more', 'burns one more', 'takes STX') })
  .map(({ payer, amount, as }) =>
    command({
      name: `pay ${amount} by ${payer} with a token that ${as}`,
      possible: (model) => balanceOf(model, 'hostile-token', payer) >= amount && balanceOf(model, 'STX', payer) > 0n,
      act: ({ chain, contract }) => {
        chain.behave(as);
        const answer = chain.pay(contract, 'hostile-token', amount, payer);
        chain.behave('');
        return answer;
      },
      answer: { error: 105, prints: [] },
    }),
  );
