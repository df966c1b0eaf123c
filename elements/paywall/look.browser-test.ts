/** How the paywall looks where that can be measured. How it looks to a person: `test/visual`. */

import { setViewport } from '@web/test-runner-commands';
import { SCENES } from '../../test/browser/scenes.js';
import { afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, Visit } from '../../test/browser/visit.js';
import '../define.js';

const MAINNET_PAYEE = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const WIDTHS = [320, 360, 768, 1100, 3840];

let visit: Visit;
before(() => {
  document.documentElement.lang = 'en';
});
beforeEach(() => {
  visit = new Visit();
});
afterEach(async () => {
  visit.close();
  await setViewport({ width: 1100, height: 800 });
});
const heightOf = (element: Element | null) => element?.getBoundingClientRect().height;
const background = () => getComputedStyle(visit.card()!).backgroundColor;

describe('a paywall that waits for its price', () => {
  for (const width of WIDTHS) {
    it(`has the height that it will have, ${width} pixels wide`, async () => {
      await setViewport({ width, height: 800 });
      // As a page on mainnet whose seller says nothing else.
      Object.assign(visit.site, { description: undefined, network: 'stacks:1', payTo: MAINNET_PAYEE });
      const answer = visit.site.pause();
      const paywall = visit.open();
      await eventually(() => visit.announcement());
      const before = [heightOf(visit.card()), heightOf(paywall)];
      answer();
      await visit.reaches('locked');
      expect([heightOf(visit.card()), heightOf(paywall)]).to.eql(before);
    });
  }

  it('makes the page no longer when there are several', async () => {
    await setViewport({ width: 320, height: 640 });
    const answer = visit.site.pause();
    visit.open();
    await eventually(() => visit.announcement());
    const before = heightOf(visit.paywall);
    answer();
    visit.paywall.remove();
    await SCENES['three prices']?.(visit);
    expect(heightOf(visit.paywall)).to.equal(before);
  });

  it('cannot be paid yet, with a mouse or with a keyboard', async () => {
    visit.site.pause();
    visit.open();
    await eventually(() => visit.announcement());
    expect(visit.part('button')?.closest('[inert]')).to.not.equal(null);
  });
});

describe('on a large screen', () => {
  it('the card is no wider than is good to read, and in the middle', async () => {
    await setViewport({ width: 3840, height: 2160 });
    await visit.openLocked();
    const { left, width } = visit.card()!.getBoundingClientRect();
    expect(width).to.equal(400);
    expect(Math.abs(left + width / 2 - document.body.getBoundingClientRect().width / 2)).to.be.lessThan(10);
  });
});

describe('the attribute "scheme"', () => {
  it('makes it dark on a light page and light on a dark one, at any time', async () => {
    await visit.openLocked();
    const light = background();
    visit.paywall.setAttribute('scheme', 'dark');
    const dark = background();
    expect(dark).not.to.equal(light);
    visit.main.style.colorScheme = 'dark';
    visit.paywall.setAttribute('scheme', 'light');
    expect(background()).to.equal(light);
    visit.paywall.removeAttribute('scheme');
    expect(background()).to.equal(dark);
    visit.main.style.colorScheme = '';
  });
});

describe('where something went wrong', () => {
  it('the tone is one of warning, and not where the reader wanted it so', async () => {
    await SCENES['too little money']?.(visit);
    const warning = getComputedStyle(visit.part('notice')!).color;
    visit.close();
    visit = new Visit();
    await SCENES.rejected?.(visit);
    expect(getComputedStyle(visit.part('notice')!).color).not.to.equal(warning);
  });

  it('two buttons stand side by side on a small phone', async () => {
    await setViewport({ width: 360, height: 640 });
    await SCENES['no wallet']?.(visit);
    const [first, second] = [...visit.paywall.shadowRoot!.querySelectorAll('.quiet')].map(
      (one) => one.getBoundingClientRect().top,
    );
    expect(first).to.equal(second);
  });
});

describe('while another tab is paying', () => {
  it('there are no steps, since none of them is taken here', async () => {
    await SCENES.elsewhere?.(visit);
    expect(visit.part('steps')).to.equal(null);
  });
});
