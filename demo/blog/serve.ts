/** BitBlog on a port of this computer. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from 'x402pay/verifier/node';
import { type BlogOptions, createBlog } from './blog.js';

export interface ServedBlog {
  /** `http://127.0.0.1:4020`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param port 0 takes any free port
 * @throws Error that says what to do when the port is taken
 */
export async function serveBlog(port: number, options: Omit<BlogOptions, 'origin'>): Promise<ServedBlog> {
  const server = createServer();
  await listen(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const blog = createBlog({ ...options, origin: url });
  server.on('request', toNodeListener(canonical(url, blog), { origin: url }));
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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
