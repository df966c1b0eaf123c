/** The id of a payment, where the server has not told it. A door that only `import()` uses: without one, its chunk would bring the bundler's helpers. */

export { txidOf } from '../wallet/txid.js';
