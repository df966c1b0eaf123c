/** Cloudflare Workers: a request runs the suite, the answer is the report. */

import { runSuite } from './suite.mjs';

export default { fetch: async () => Response.json(await runSuite()) };
