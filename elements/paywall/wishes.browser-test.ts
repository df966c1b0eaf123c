/** What readers ask of their browser for every page, and paper. Only Chromium lets a test ask for it. */

import { emulateFeatures } from '../../test/browser/media.js';
import { SCENES } from '../../test/browser/scenes.js';
import { afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';

let visit: Visit;
before(() => {
  document.documentElement.lang = 'en';
});
beforeEach(() => {
  visit = new Visit();
});
afterEach(async () => {
  visit.close();
  await emulateFeatures();
});

describe('colours', () => {
  it('follow the reader where the page leaves it to them', async () => {
    const background = () => getComputedStyle(visit.card()!).backgroundColor;
    visit.main.style.colorScheme = 'light dark';
    await emulateFeatures({ 'prefers-color-scheme': 'light' });
    await visit.openLocked();
    const light = background();
    await emulateFeatures({ 'prefers-color-scheme': 'dark' });
    expect(background()).not.to.equal(light);
  });

  it('that the reader forces are kept, with lines around what can be pressed', async () => {
    await emulateFeatures({ 'forced-colors': 'active' });
    await SCENES['three prices']?.(visit);
    expect(visit.part('placeholder')?.checkVisibility()).to.equal(false);
    expect(getComputedStyle(visit.part('button')!).borderTopStyle).to.equal('solid');
    const [chosen, other] = visit.parts('option').map((option) => getComputedStyle(option).borderTopWidth);
    expect([chosen, other]).to.eql(['2px', '1px']);
  });
});

describe('movement', () => {
  it('is there: what was paid for appears softly', async () => {
    await emulateFeatures({ 'prefers-reduced-motion': 'no-preference' });
    await SCENES.unlocked?.(visit);
    expect(getComputedStyle(visit.content()!).animationName).to.equal('reveal');
  });

  it('is left out for those who do not want it', async () => {
    await emulateFeatures({ 'prefers-reduced-motion': 'reduce' });
    await SCENES.waiting?.(visit);
    const moving = () =>
      [...visit.paywall.shadowRoot!.querySelectorAll('*')].flatMap((one) => one.getAnimations({ subtree: true }));
    expect(moving()).to.eql([]);
    visit.chain.mine();
    await visit.paywall.retry();
    await eventually(() => visit.content()?.textContent);
    expect(visit.content()?.getAnimations()).to.eql([]);
  });
});

describe('a reader who wants more contrast', () => {
  it('sees lines and small print as strong as the text', async () => {
    await visit.openLocked();
    const lines = () => [
      getComputedStyle(visit.card()!).borderTopColor,
      getComputedStyle(visit.part('details')!).color,
    ];
    const { color } = getComputedStyle(visit.part('title')!);
    expect(lines()).not.to.include(color);
    await emulateFeatures({ 'prefers-contrast': 'more' });
    expect(lines()).to.eql([color, color]);
  });
});

describe('on paper', () => {
  it('a locked page has its teaser, and where the rest is sold', async () => {
    await visit.openLocked();
    expect(textOf(visit.main)).not.to.contain('sold at');
    await emulateFeatures({ media: 'print' });
    expect(textOf(visit.main)).to.contain('The beginning is free.');
    expect(textOf(visit.paywall.shadowRoot!.querySelector<HTMLElement>('.printed'))).to.equal(
      `The rest of this text is sold at ${document.URL}`,
    );
    expect(visit.card()?.checkVisibility()).to.equal(false);
  });

  it('an open page has what was paid for, and nothing about money', async () => {
    await SCENES.unlocked?.(visit);
    await emulateFeatures({ media: 'print' });
    expect(visit.content()?.checkVisibility()).to.equal(true);
    expect(textOf(visit.main)).to.contain('It was worth waiting for');
    expect(visit.part('receipt')?.checkVisibility()).to.equal(false);
  });
});
