/** What keeps its 402, on a site that is paid without asking: the README's words for programmers, tried. */

import { expect, it } from 'vitest';
import { prepareTheft, run } from './theft.js';

const theft = prepareTheft();

it.each([
  [
    'XMLHttpRequest asks for',
    `new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onload = () => done(request.status);
      request.open('GET', '/thing');
      request.send();
    })`,
  ],
  [
    'a page’s worker asks for',
    `new Promise((done) => {
      const program = "fetch('" + location.origin + "/thing').then(({ status }) => postMessage(status))";
      new Worker(URL.createObjectURL(new Blob([program]))).onmessage = ({ data }) => done(data);
    })`,
  ],
  ['has its demand in the body only', "fetch('/old').then(({ status }) => status)"],
])('what %s is not paid', async (_, program) => {
  const thief = await theft.seller({
    '/old': (visit, self) => {
      const { headers } = self.ask({ resource: visit.path });
      return { status: 402, body: Buffer.from(headers?.['payment-required'] ?? '', 'base64').toString() };
    },
  });
  const page = await theft.visit(thief.url);
  expect(await run(page, program)).toBe(402);
  expect([await theft.history(thief), thief.log.length]).toEqual([[], 2]);
});
