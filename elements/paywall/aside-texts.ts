/** What a reader gets to read when there is something to choose or something in the way. Explanations of errors are in `explanations.ts`. */

export const ASIDE_ENGLISH = {
  choose: 'Choose your wallet',
  otherWallets: 'Other wallets…',
  back: 'Back',
  checkAgain: 'Check again',
  payAnyway: 'Pay anyway',
  install: 'Get {wallet}',
  thePrice: 'the price',
  more: 'some',
  ended: 'It lasted until {date}. Pay today’s price to keep reading.',
};

export type AsideTexts = Readonly<Record<keyof typeof ASIDE_ENGLISH, string>>;
