/** For everybody: with a keyboard, a screen reader, other colours, other directions, small screens. Issue 2, section 6. */

import { sendKeys, setViewport } from '@web/test-runner-commands';
import { axeFaults } from '../../test/browser/axe.js';
import { emulateFeatures } from '../../test/browser/media.js';
import { SCENES } from '../../test/browser/scenes.js';
import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';

const DESKTOP = { width: 1100, height: 800 };
const SMALL_PHONE = { width: 320, height: 640 };

let visit: Visit;
before(async () => {
  document.documentElement.lang = 'en';
  document.title = 'An article';
  await setViewport(DESKTOP);
});
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => visit.close());
after(() => emulateFeatures());

describe('every state of the paywall', () => {
  for (const [name, scene] of Object.entries(SCENES)) {
    it(`"${name}" has nothing that axe finds wrong, in light and in dark, and fits a small phone`, async () => {
      await emulateFeatures({ 'prefers-reduced-motion': 'reduce' });
      await scene(visit);
      expect(await axeFaults(visit.main), 'light').to.eql([]);
      await inTheDark(async () => {
        expect(await axeFaults(visit.main), 'dark').to.eql([]);
      });
      await setViewport(SMALL_PHONE);
      const { scrollWidth, clientWidth } = document.documentElement;
      expect(scrollWidth, 'width on a phone').to.equal(clientWidth);
      expect(tooWide(), 'parts that do not fit').to.eql([]);
      await setViewport(DESKTOP);
    });
  }
});

describe('a reader with a keyboard', () => {
  it('comes by everything there is to do, in order, and sees where', async () => {
    visit.site.prices = { STX: '500000', sBTC: '300' };
    await visit.openLocked();
    const stops: string[] = [];
    for (let presses = 0; presses < 3; presses++) {
      await sendKeys({ press: 'Tab' });
      const focused = focus();
      stops.push(focused?.localName ?? '');
      const ring = focused?.closest('label') ?? focused;
      expect(getComputedStyle(ring as Element).outlineStyle, stops.join()).to.equal('solid');
    }
    expect(stops).to.eql(['input', 'button', 'summary']);
  });

  it('chooses among prices with arrow keys', async () => {
    visit.site.prices = { STX: '500000', sBTC: '300', USDCx: '250000' };
    await visit.openLocked();
    await sendKeys({ press: 'Tab' });
    for (const price of ['0.000003 sBTC', '0.25 USDCx', '0.5 STX']) {
      await sendKeys({ press: 'ArrowDown' });
      await visit.says(`Pay ${price}`);
    }
    await sendKeys({ press: 'ArrowUp' });
    await visit.says('Pay 0.25 USDCx');
  });

  it('pays with Enter, and goes on where the news is, each time', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    (await visit.control('Pay 0.5')).focus();
    await sendKeys({ press: 'Enter' });
    await visit.reaches('wallet');
    expect(textOf(focus())).to.equal('Paying 0.5 STX');
    visit.wallet.reject();
    await visit.says('You declined');
    expect(textOf(focus())).to.contain('You declined');
    (await visit.control('Pay 0.5')).focus();
    await sendKeys({ press: 'Enter' });
    await eventually(() => visit.wallet.prompts === 2);
    visit.wallet.approve();
    await visit.reaches('unlocked');
    await eventually(() => document.activeElement === visit.content());
  });

  it('chooses a wallet', async () => {
    await SCENES.choosing?.(visit);
    expect(textOf(focus() ?? visit.part('title'))).to.contain('Choose your wallet');
    (await visit.control('Orange Wallet')).focus();
    await sendKeys({ press: 'Enter' });
    await visit.reaches('unlocked');
  });

  it('is not dragged to a paywall that changes by itself', async () => {
    const elsewhere = document.createElement('button');
    visit.main.append(elsewhere);
    elsewhere.focus();
    await visit.openLocked();
    await visit.paywall.pay();
    await eventually(() => visit.content()?.textContent);
    expect(document.activeElement).to.equal(elsewhere);
  });
});

describe('a screen reader', () => {
  it('is told what happens, by itself and in words', async () => {
    visit.wallet.decision = 'later';
    visit.site.trustsMempool = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    const heard: string[] = [];
    const hears = (words: string) => eventually(() => visit.announcement().includes(words) && heard.push(words));
    await hears('shows 0.5');
    visit.wallet.reject();
    await hears('You declined the payment. Nothing was sent');
    visit.wallet.decision = 'approve';
    await visit.click('Pay 0.5');
    await hears('The network is confirming it');
    visit.chain.mine();
    await visit.paywall.retry();
    await hears('Unlocked. What you paid for follows.');
    expect(heard).to.have.length(4);
  });

  it('is not told the seconds', async () => {
    await SCENES.waiting?.(visit);
    const said = visit.announcement();
    const timer = () => visit.part('steps')?.querySelector('[role=timer]')?.textContent;
    const before = timer();
    await eventually(() => timer() !== before);
    expect(visit.announcement()).to.equal(said);
  });

  it('hears nothing of the blurred lines', async () => {
    await visit.openLocked();
    expect(visit.part('placeholder')?.getAttribute('aria-hidden')).to.equal('true');
  });

  it('finds the steps as a list with the one that is going on', async () => {
    await SCENES.wallet?.(visit);
    expect(visit.part('steps')?.localName).to.equal('ol');
    expect(visit.part('steps')?.querySelectorAll('[aria-current=step]')).to.have.length(1);
  });
});

describe('colours', () => {
  it('follow the page, dark or light', async () => {
    await visit.openLocked();
    const light = background();
    await inTheDark(async () => {
      expect(background()).not.to.equal(light);
    });
    expect(background()).to.equal(light);
  });

  it('follow a page that is dark without saying so', async () => {
    await visit.openLocked();
    const light = background();
    visit.main.style.color = '#eee';
    visit.reload();
    await visit.reaches('locked');
    expect(background()).not.to.equal(light);
  });

  it('are those of the page where it names them', async () => {
    await visit.openLocked();
    visit.paywall.style.setProperty('--x402-surface', 'rgb(1, 2, 3)');
    expect(background()).to.equal('rgb(1, 2, 3)');
  });
});

describe('a page from right to left', () => {
  it('has everything the other way around', async () => {
    visit.main.dir = 'rtl';
    await SCENES['three prices']?.(visit);
    const [first] = visit.parts('option');
    const box = first!.getBoundingClientRect();
    const coin = first!.firstElementChild!.nextElementSibling ?? first!.firstElementChild!;
    const radio = first!.querySelector('input')!.getBoundingClientRect();
    expect(coin.getBoundingClientRect().left).to.be.greaterThan(radio.left);
    expect(radio.left - box.left).to.be.lessThan(box.width / 2);
    expect(getComputedStyle(visit.part('title')!).textAlign).to.equal('start');
  });
});

/** The page is dark, and says so. */
async function inTheDark(look: () => Promise<void>): Promise<void> {
  const { style } = document.documentElement;
  style.colorScheme = 'dark';
  // To axe, a page without a background is white.
  style.background = 'Canvas';
  try {
    await look();
  } finally {
    style.colorScheme = '';
    style.background = '';
  }
}

function background(): string {
  return getComputedStyle(visit.card()!).backgroundColor;
}

/** What has the focus, inside of the paywall. */
function focus(): HTMLElement | null {
  return visit.paywall.shadowRoot?.activeElement as HTMLElement | null;
}

/** Parts that stick out of the card. */
function tooWide(): string[] {
  const all = [...(visit.card()?.querySelectorAll('*:not(slot)') ?? [])];
  const { right = 320, left = 0 } = visit.card()?.getBoundingClientRect() ?? {};
  return all
    .filter((one) => one.getBoundingClientRect().right > right + 0.5 || one.getBoundingClientRect().left < left - 0.5)
    .map(({ localName, className }) => `${localName}.${className}`);
}
