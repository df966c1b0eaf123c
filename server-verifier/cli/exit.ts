/** Exit codes of every command, for scripts. */
export const EXIT = {
  done: 0,
  /** The node, the chain or the account refused; trying again may help. */
  failed: 1,
  /** Options, configuration or addresses are wrong. */
  wrongUse: 2,
  /** Sent, but not confirmed yet: it may still be. */
  unconfirmed: 3,
  /** The person said no. */
  declined: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
