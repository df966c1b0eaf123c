import { describe, expect, it } from 'vitest';
import { Arrivals, type ArrivalsState } from './arrivals.js';

const BLOG = 'https://blog.example';
const TYPED = { initiator: undefined, from: 'none', gesture: true };
const STRANGE = { initiator: undefined, from: 'cross-site', gesture: false };
const OWN = { initiator: BLOG, from: 'same-origin', gesture: false };
const CLICKED = { ...OWN, gesture: true };
const AHEAD = { ...OWN, from: undefined };

/** One tab, and what happens in it. */
function browse(state?: ArrivalsState) {
  let kept: ArrivalsState | undefined;
  const arrivals = new Arrivals(state, (changed) => {
    kept = changed;
  });
  const place = (documentId: string, { tabId = 1, path = `/${documentId}` } = {}) => ({
    ...{ documentId, tabId, url: `${BLOG}${path}` },
  });
  const asked = (documentId: string, how: object, { tabId = 1, path = `/${documentId}` } = {}) =>
    arrivals.asked({ ...TYPED, tabId, url: `${BLOG}${path}`, ...how });
  const came = (documentId: string, how: object = {}, where: { tabId?: number; path?: string } = {}) =>
    arrivals.came(place(documentId, where), { type: 'here', way: 'navigate', isKept: false, isFromOwn: false, ...how });
  /** A page whose request is seen, and that then is there. */
  const opens = (documentId: string, how: object, where: { tabId?: number; path?: string } = {}) => {
    asked(documentId, how, where);
    came(documentId, {}, where);
    return arrivals.isWanted(place(documentId, where));
  };
  const isWanted = (documentId: string, where = {}) => arrivals.isWanted(place(documentId, where));
  return { arrivals, place, asked, came, opens, isWanted, state: () => kept };
}

describe('a page', () => {
  it('is wanted when its address was typed', () => {
    expect(browse().opens('a', TYPED)).toBe(true);
  });

  it.each([
    ['another site', STRANGE],
    ['another site in a click', { ...STRANGE, gesture: true }],
    ['another site that was let in', { ...STRANGE, initiator: 'https://evil.example', gesture: true }],
    ['a neighbour of its domain', { initiator: 'https://www.blog.example', from: 'same-site', gesture: true }],
    ['a page of its own, after a redirect through another site', { ...CLICKED, from: 'cross-site' }],
    ['nobody knows whom', { initiator: undefined, from: undefined, gesture: false }],
  ])('that was opened by %s is not', (_, how) => {
    const { opens } = browse();
    opens('a', TYPED);
    expect(opens('b', how)).toBe(false);
  });

  it('that nothing is known of is not', () => {
    const { came, isWanted } = browse();
    expect(isWanted('a')).toBe(false);
    came('a');
    expect(isWanted('a')).toBe(false);
  });

  it('is wanted as soon as a person does something in it', () => {
    const { arrivals, place, opens, isWanted } = browse();
    opens('a', STRANGE);
    arrivals.touched(place('a'));
    expect(isWanted('a')).toBe(true);
    expect(opens('b', STRANGE)).toBe(false);
  });

  it('is the one at its address: what else the tab has asked for in the meantime is another one', () => {
    const { asked, came, isWanted } = browse();
    asked('a', STRANGE);
    asked('b', TYPED);
    came('a');
    came('b');
    expect([isWanted('a'), isWanted('b')]).toEqual([false, true]);
  });
});

describe('what a page of the site opens', () => {
  it.each([
    ['by itself', OWN],
    ['fetched ahead', AHEAD],
  ])('%s, keeps what it began with', (_, how) => {
    const { arrivals, place, opens } = browse();
    opens('a', TYPED);
    expect(opens('b', how)).toBe(true);
    opens('c', STRANGE);
    expect([opens('d', how), opens('e', how)]).toEqual([false, false]);
    arrivals.touched(place('e'));
    expect(opens('f', how)).toBe(true);
  });

  it('in a click, is wanted', () => {
    const { opens } = browse();
    opens('a', STRANGE);
    expect(opens('b', CLICKED)).toBe(true);
  });

  it('in a click on a frame that another site shows, is not', () => {
    const { arrivals, opens } = browse();
    opens('a', TYPED);
    arrivals.stands(1, undefined);
    expect(opens('b', CLICKED)).toBe(false);
    expect(opens('c', { ...CLICKED, initiator: BLOG }, { tabId: 9 })).toBe(false);
  });

  it('in a click, is what a whole page may be paid for, also when it says that it is there before its answer is heard of', () => {
    const { arrivals, asked, came, opens } = browse();
    const isChosen = (path: string) => arrivals.isChosen(1, `${BLOG}${path}`);
    opens('a', TYPED);
    asked('b', CLICKED);
    asked('c', OWN);
    expect([isChosen('/a'), isChosen('/b'), isChosen('/c')]).toEqual([false, true, false]);
    came('b');
    expect(isChosen('/b')).toBe(true);
    asked('b', OWN);
    expect(isChosen('/b')).toBe(false);
    arrivals.stands(1, undefined);
    asked('d', CLICKED);
    expect(isChosen('/d')).toBe(false);
  });

  it('in a new tab, goes on from the tab that has opened it', () => {
    const { arrivals, opens } = browse();
    opens('a', STRANGE);
    arrivals.opened(2, 1);
    arrivals.opened(3, 1);
    arrivals.opened(4, 7);
    expect(opens('b', OWN, { tabId: 2 })).toBe(false);
    expect(opens('c', CLICKED, { tabId: 3 })).toBe(true);
    expect(opens('d', CLICKED, { tabId: 4 })).toBe(false);
  });

  it('stays with its tab while that one goes on inside of the site', () => {
    const { arrivals, opens } = browse();
    opens('a', TYPED);
    arrivals.stands(1, `${BLOG}/other`);
    expect(opens('b', OWN)).toBe(true);
    arrivals.stands(1, 'https://evil.example/');
    expect(opens('c', OWN)).toBe(false);
  });
});

describe('a page whose request nobody has seen', () => {
  it('goes on from the page before, where its referrer says that it comes from there', () => {
    const { came, opens, isWanted } = browse();
    opens('a', TYPED);
    came('b', { isFromOwn: true });
    came('c', { isFromOwn: false });
    came('d', { isFromOwn: true });
    expect([isWanted('b'), isWanted('c'), isWanted('d')]).toEqual([true, false, false]);
  });

  it('is not wanted where its referrer is a frame in a page of another site', () => {
    const { arrivals, came, opens, isWanted } = browse();
    opens('a', TYPED);
    arrivals.stands(1, undefined);
    came('b', { isFromOwn: true });
    expect(isWanted('b')).toBe(false);
  });
});

describe('a page that is loaded again', () => {
  const again = { way: 'reload' };

  it('stays what it was, whoever does it', () => {
    const { asked, came, opens, isWanted } = browse();
    opens('a', STRANGE);
    for (const how of [{ ...STRANGE, gesture: true }, OWN, CLICKED]) {
      asked('a', how);
      came('b', again, { path: '/a' });
      expect(isWanted('b')).toBe(false);
    }
    came('c', again, { path: '/a' });
    expect(isWanted('c')).toBe(false);
    opens('d', OWN);
    opens('e', TYPED);
    came('f', again, { path: '/e' });
    expect(isWanted('f')).toBe(true);
  });

  it('stays what it was, when it was gone before it could say that it is there', () => {
    const { asked, came, opens, isWanted } = browse();
    opens('a', TYPED);
    asked('b', STRANGE);
    asked('b', { ...STRANGE, gesture: true });
    came('b', again);
    expect(isWanted('b')).toBe(false);
  });

  it('stays what it was, when it says that it is there after it was asked for again', () => {
    const { asked, came, opens, isWanted } = browse();
    opens('a', STRANGE);
    asked('b', OWN);
    asked('b', CLICKED);
    came('b');
    came('c', again, { path: '/b' });
    expect([isWanted('b'), isWanted('c')]).toEqual([false, false]);
  });

  it('by its person, is wanted when nothing was known of it: the site has only just been let in', () => {
    const { asked, came, isWanted } = browse();
    asked('a', { ...STRANGE, gesture: true });
    came('a', again);
    asked('b', STRANGE, { tabId: 2 });
    came('b', again, { tabId: 2 });
    expect([isWanted('a'), isWanted('b', { tabId: 2 })]).toEqual([true, false]);
  });

  it('is wanted when its address was typed again', () => {
    const { asked, came, opens, isWanted } = browse();
    opens('a', STRANGE);
    asked('a', TYPED);
    came('b', again, { path: '/a' });
    expect(isWanted('b', { path: '/a' })).toBe(true);
  });
});

describe('a page that comes back out of the browser’s memory', () => {
  it('is what it was, and the next one goes on from it', () => {
    const { came, opens, isWanted } = browse();
    opens('a', STRANGE);
    opens('b', TYPED);
    came('a', { isKept: true });
    expect([isWanted('a'), isWanted('b'), opens('c', OWN)]).toEqual([false, true, false]);
    came('b', { isKept: true });
    expect(opens('d', OWN)).toBe(true);
  });

  it('and that nothing is known of is not wanted', () => {
    const { came, opens, isWanted } = browse();
    opens('b', TYPED);
    came('a', { isKept: true, isFromOwn: true });
    expect(isWanted('a')).toBe(false);
  });
});

describe('what is remembered', () => {
  it('is there for the next worker', () => {
    const first = browse();
    first.opens('a', TYPED);
    first.asked('b', STRANGE);
    const second = browse(JSON.parse(JSON.stringify(first.state())));
    expect([second.isWanted('a'), second.opens('c', OWN)]).toEqual([true, true]);
    second.came('b');
    expect(second.isWanted('b')).toBe(false);
  });

  it('ends with its tab', () => {
    const { arrivals, opens, isWanted, state } = browse();
    opens('a', TYPED);
    opens('b', TYPED, { tabId: 2 });
    arrivals.forget(1);
    expect([isWanted('a'), isWanted('b', { tabId: 2 })]).toEqual([false, true]);
    expect(JSON.stringify(state())).not.toContain('/a');
  });

  it('is not more than a browser can show', () => {
    const { asked, opens, isWanted, state } = browse();
    for (let tabId = 1; tabId <= 400; tabId++) {
      opens(`a${tabId}`, TYPED, { tabId });
      for (let page = 0; page < 5; page++) asked(`b${page}`, STRANGE, { tabId });
    }
    expect([isWanted('a1'), isWanted('a400', { tabId: 400 })]).toEqual([false, true]);
    const { documents, shown, underway } = state()!;
    expect([documents.length, shown.length, underway.length]).toEqual([300, 300, 100]);
    expect(underway.every(([, asked]) => asked.length <= 3)).toBe(true);
  });

  it('is of one origin each', () => {
    const { arrivals, opens } = browse();
    opens('a', TYPED);
    expect(arrivals.isWanted({ documentId: 'a', tabId: 1, url: 'https://evil.example/a' })).toBe(false);
  });
});

describe('addresses that are longer than anybody needs', () => {
  const long = `/a?${'a'.repeat(20_000)}`;

  it('leave room for the rest of the session', () => {
    const { opens, state } = browse();
    for (let tabId = 0; tabId < 150; tabId++) {
      for (const way of ['b', 'c', 'd', 'e']) opens(way, STRANGE, { tabId, path: `${long}${way}` });
    }
    expect(JSON.stringify(state()).length).toBeLessThan(1_000_000);
  });

  it('are told apart no worse than to the harm of the page', () => {
    const { asked, came, isWanted, arrivals } = browse();
    asked('a', STRANGE, { path: `${long}b` });
    asked('a', TYPED, { path: `${long}c` });
    came('a', {}, { path: `${long}b` });
    expect(isWanted('a')).toBe(false);
    asked('d', CLICKED, { path: long });
    expect(arrivals.isChosen(1, `${BLOG}${long}`)).toBe(true);
    asked('e', STRANGE, { path: long });
    expect(arrivals.isChosen(1, `${BLOG}${long}`)).toBe(false);
  });
});

describe('whether the browser’s history has led to a page', () => {
  const never = () => new Promise<void>(() => {});

  it.each([
    ['navigate', false],
    ['reload', false],
    ['back_forward', true],
  ] as const)('is what its document says: %s', async (way, is) => {
    const { arrivals, asked, came } = browse();
    asked('a', TYPED);
    const later = arrivals.isTraversed(1, `${BLOG}/a#part`, never);
    came('a', { way });
    expect([await later, await arrivals.isTraversed(1, `${BLOG}/a`, never)]).toEqual([is, is]);
  });

  it('is asked of the document that is there now', async () => {
    const { arrivals, asked, came } = browse();
    asked('a', TYPED);
    came('a', { way: 'back_forward' });
    asked('b', TYPED, { path: '/a' });
    const later = arrivals.isTraversed(1, `${BLOG}/a`, never);
    came('b', {}, { path: '/a' });
    expect(await later).toBe(false);
  });

  it('is waited for no longer than a moment', async () => {
    const { arrivals, asked } = browse();
    asked('a', TYPED);
    expect(await arrivals.isTraversed(1, `${BLOG}/a`, async () => undefined)).toBe(false);
  });
});
