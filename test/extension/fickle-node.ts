/**
 * Stands between the extension and the embedded chain, and can be down, or tell of an empty account; be `deaf`, or `refusing`, to what is sent to it;
 * or `plain`: a node without the lists of an API.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Mood = 'well' | 'down' | 'poor' | 'deaf' | 'refusing' | 'plain';

export class FickleNode {
  mood: Mood = 'well';
  #close: () => void = () => undefined;

  /** @param url of the chain; returns the address to ask instead */
  async open(url: string): Promise<string> {
    const server = createServer(async (request, response) => {
      const isSent = request.method === 'POST' && request.url === '/v2/transactions';
      if (this.mood === 'down' || (this.mood === 'deaf' && isSent)) {
        request.socket.destroy();
        return;
      }
      const status = this.mood === 'refusing' && isSent ? 400 : 404;
      if (status === 400 || (this.mood === 'plain' && request.url?.startsWith('/extended/'))) {
        response.writeHead(status, CORS);
        response.end('{}');
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = 'GET', headers } = request;
      const type = headers['content-type'] ?? 'application/json';
      const init = method === 'GET' ? {} : { method, headers: { 'content-type': type }, body: Buffer.concat(chunks) };
      const answer = await fetch(`${url}${request.url}`, init);
      const text = await answer.text();
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '', ...CORS });
      response.end(this.mood === 'poor' ? text.replace(/"balance":\s*"[^"]*"/g, '"balance":"0x0"') : text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#close = () => {
      server.close();
      server.closeAllConnections();
    };
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#close();
  }
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
