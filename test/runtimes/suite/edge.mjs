/** The Edge runtime: a request runs the suite, the answer is the report. */

import { runSuite } from './suite.mjs';

addEventListener('fetch', (event) => event.respondWith(runSuite().then((report) => Response.json(report))));
