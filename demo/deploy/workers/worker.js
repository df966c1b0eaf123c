/** For Cloudflare Workers. */

import { createPaidServer } from './paid.js';

/** @type {ReturnType<typeof createPaidServer> | undefined} */
let answer;

export default {
  /**
   * @param {Request} request
   * @param {import('./paid.js').Environment} environment
   */
  fetch(request, environment) {
    answer ??= createPaidServer(environment);
    return answer(request);
  },
};
