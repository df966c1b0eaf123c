import type fc from 'fast-check';
import { balanceOf, command, type SplitCommand } from '../model.js';
import { signers } from './inputs.js';

/** What the token does, and the error that stops it. Always possible once the contract holds some of it, and STX. */
const ATTACKS = [
  ['keeps the balance secret', 104],
  ["takes the caller's STX", 105],
  ['moves one more', 105],
  ['burns one more', 105],
  ['takes STX', 105],
  ['claims a greater balance', 103],
  ['answers false', 103],
  ['refuses', 103],
] as const;

export const distributeErrHostile: fc.Arbitrary<SplitCommand>[] = ATTACKS.map(([as, error]) =>
  signers.map((caller) =>
    command({
      name: `distribute by ${caller} a token that ${as}`,
      possible: (model) =>
        balanceOf(model, 'hostile-token', model.contract) > 0n && balanceOf(model, 'STX', model.contract) > 0n,
      act: ({ chain, contract }) => {
        chain.behave(as);
        const answer = chain.distribute(contract, 'hostile-token', caller);
        chain.behave('');
        return answer;
      },
      answer: { error, prints: [] },
    }),
  ),
);
