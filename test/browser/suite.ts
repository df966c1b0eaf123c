/** What the elements' tests are written in: Mocha's words, which the test runner puts into the page, and Chai's. */

export { expect } from '@open-wc/testing';

type Body = () => void | Promise<void>;

interface Mocha {
  readonly describe: (subject: string, body: () => void) => void;
  readonly it: (behaviour: string, body: Body) => void;
  readonly before: (body: Body) => void;
  readonly beforeEach: (body: Body) => void;
  readonly after: (body: Body) => void;
  readonly afterEach: (body: Body) => void;
}

export const { describe, it, before, beforeEach, after, afterEach } = globalThis as unknown as Mocha;
