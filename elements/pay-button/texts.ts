/** What a reader gets to read of a pay button besides the paywall's words. */

export const PAY_BUTTON_ENGLISH = {
  open: 'Open',
  done: 'Done',
};

export type PayButtonTexts = Readonly<Record<keyof typeof PAY_BUTTON_ENGLISH, string>>;
