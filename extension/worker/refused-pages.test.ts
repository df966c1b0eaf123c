import { describe, expect, it } from 'vitest';
import { RefusedPages } from './refused-pages.js';

const URL_SHOWN = 'https://blog.example/a';
const codeOf = (buying: Promise<unknown>) =>
  buying.then(
    (bought) => bought,
    ({ code }) => code as string,
  );

describe('a page that is shown as it was refused', () => {
  it('is known by its tab and its address, until another one is there', () => {
    const pages = new RefusedPages();
    const page = pages.come(1, URL_SHOWN);
    expect([pages.find(1, URL_SHOWN), pages.find(2, URL_SHOWN), pages.find(1, `${URL_SHOWN}?b`)]).toEqual([
      page,
      undefined,
      undefined,
    ]);
    pages.leave(1);
    expect([pages.find(1, URL_SHOWN), page.isLeft]).toEqual([page, true]);
    pages.stay(1);
    expect(page.isLeft).toBe(false);
    pages.leave(1);
    pages.go(1, 'https://a.example/');
    expect([pages.find(1, URL_SHOWN), page.isLeft]).toEqual([undefined, true]);
  });

  it('is bought once, also when it asks before the first purchase is made', async () => {
    const page = new RefusedPages().come(1, URL_SHOWN);
    const asked = [1, 2].map((n) => codeOf(page.buyOnce(async () => n)));
    expect(await Promise.all(asked)).toEqual([1, 'too_fast']);
    expect(await codeOf(page.buyOnce(async () => 3))).toBe('too_fast');
  });

  it('may be bought when the first purchase came to nothing', async () => {
    const page = new RefusedPages().come(1, URL_SHOWN);
    expect(await codeOf(page.buyOnce(() => Promise.reject({ code: 'declined' })))).toBe('declined');
    expect(await codeOf(page.buyOnce(async () => 1))).toBe(1);
  });

  it('may be bought when it has come anew', async () => {
    const pages = new RefusedPages();
    await pages.come(1, URL_SHOWN).buyOnce(async () => 1);
    pages.leave(1);
    expect(await codeOf(pages.come(1, URL_SHOWN).buyOnce(async () => 2))).toBe(2);
  });
});
