/** The answers that `npx x402pay init` was given. Change them here. */

/**
 * `stacks:1` is mainnet, real money; `stacks:2147483648` is testnet, and the embedded chain.
 *
 * @type {'stacks:1' | 'stacks:2147483648'}
 */
export const network = 'stacks:2147483648';

/** Who is paid. */
export const payTo = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM';

/** What one article costs. The reader chooses one of the assets. */
export const price = { STX: '0.5', USDCx: '0.25', sBTC: '0.00001' };

/** How long one payment opens it. */
export const access = '30d';

/** Where readers reach this server. */
export const origin = 'https://blog.example';

/** Where `x402pay.js` is, for the page that whoever follows a link to an article here gets to see. */
export const script = 'https://cdn.jsdelivr.net/npm/x402pay@0.1.0/dist/x402pay.js';

/** Of the keys of sealed articles. When one has got around, write 2 here, and seal again with `--version 2`: who has paid stays in. */
export const keyVersion = 1;
