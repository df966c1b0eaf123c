/** For Vercel: the same function behind /api/keys/…, for sealed articles. */

export { GET, HEAD, OPTIONS } from '../articles/[name].js';
