/** BitBlog on a port of this computer. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeListener } from 'x402pay/verifier/node';
import { type BlogOptions, createBlog } from './blog.js';
import { sealLetter } from './sealed-letter.js';

export interface ServedBlog {
  /** `http://127.0.0.1:4020`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param port 0 takes any free port
 * @throws Error that says what to do when the port is taken
 */
export async function serveBlog(port: number, options: Omit<BlogOptions, 'origin' | 'letter'>): Promise<ServedBlog> {
  const server = createServer();
  await listen(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const letter = await sealLetter({ ...options, origin: url });
  const blog = createBlog({ ...options, origin: url, letter });
  server.on('request', nodeListener(underOneName(url, blog), { origin: url }));
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Passes and payments belong to one origin, so the blog has one name: `localhost` is sent there, any other name (DNS rebinding) nowhere.
 */
function underOneName(url: string, blog: (request: Request) => Promise<Response>): typeof blog {
  const { host, port } = new URL(url);
  return async (request) => {
    const asked = request.headers.get('host');
    if (asked === host) return blog(request);
    const { pathname, search } = new URL(request.url);
    if (asked === `localhost:${port}`) return Response.redirect(url + pathname + search, 308);
    return new Response(`This blog is at ${url}.\n`, { status: 421 });
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const advice = `Port ${port} is taken. Stop what listens there, or choose another port: PORT=4021 npm start.`;
      reject(taken ? new Error(advice, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
