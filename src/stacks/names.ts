/** Names inside Clarity, as stacks-core admits them (clarity `representations.rs`). */

/** Longest contract name. */
const MAX_CONTRACT_NAME = 40;
/** Longest name of a function, of an asset or of a member of a tuple. */
const MAX_CLARITY_NAME = 128;

/** True for a name that a contract can have. */
export function isContractName(name: string): boolean {
  return name.length <= MAX_CONTRACT_NAME && /^[a-zA-Z][a-zA-Z0-9_-]*$/.test(name);
}

/** True for a name that a function, an asset or a member of a tuple can have. */
export function isClarityName(name: string): boolean {
  return name.length <= MAX_CLARITY_NAME && /^(?:[a-zA-Z][a-zA-Z0-9_!?+<>=/*-]*|[-+=/*]|[<>]=?)$/.test(name);
}
