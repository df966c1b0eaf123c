/** What a reader gets to read while signing in with the account that paid. */

export const SIGN_IN_ENGLISH = {
  signingIn: 'Signing in',
  signMessage: 'Sign the message in {wallet}. Nothing is paid.',
  lookingUp: 'The site is looking for what this account has paid for.',
};

export type SignInTexts = Readonly<Record<keyof typeof SIGN_IN_ENGLISH, string>>;
