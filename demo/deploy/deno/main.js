/** For Deno, and Deno Deploy. */

import { createPaidServer } from './paid.js';

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8000) }, createPaidServer(Deno.env.toObject()));
