/** For Vercel: the function behind /api/articles/…, on its Node.js or its Edge runtime. */

import { createPaidServer } from '../../paid.js';

const answer = createPaidServer(process.env, '/api');

export const GET = answer;
export const HEAD = answer;
export const OPTIONS = answer;
