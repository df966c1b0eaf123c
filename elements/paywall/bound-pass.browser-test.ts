/** Passes that are bound to a key of this browser (PROTOCOL section 6). The site's check of the proofs is jose's. */

import { changeRecord, keyOf, loseKey, recordOf } from '../../test/browser/records.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';

const DAY = 86_400_000;

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
  visit.site.isBound = true;
});
afterEach(() => visit.close());

async function payAndRead(): Promise<void> {
  await visit.openLocked();
  await visit.click('Pay 0.5');
  await visit.reaches('unlocked');
}

/** What a reload sends, one word for each request, and how it ends. */
async function reload(): Promise<readonly string[]> {
  const before = visit.site.credentials.length;
  visit.reload();
  await visit.reaches('unlocked');
  await eventually(() => textOf(visit.content()) === 'What was paid for.');
  return visit.site.credentials.slice(before);
}

/** Nothing was asked of the wallet again, and nothing paid. */
function expectOnePayment(): void {
  expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
}

describe('a pass that is bound to this browser', () => {
  it('comes with the payment, and opens after a reload and next week with a proof of the key', async () => {
    await payAndRead();
    expect((await recordOf(visit.url)).isBound).to.equal(true);
    for (const later of [0, 7]) {
      visit.site.clockAhead = later * DAY;
      expect(await reload()).to.eql(later === 0 ? ['pass'] : ['pass', 'pass']);
    }
    const proven = visit.site.proofs.filter((proof) => proof !== undefined && proof !== 'use_dpop_nonce');
    expect(new Set(proven).size).to.equal(1);
    expect(proven[0]).to.match(/^[\w-]{43}$/);
    expectOnePayment();
  });

  it('has a key that nobody can export, and each resource one of its own', async () => {
    await payAndRead();
    const { privateKey, publicKey } = (await keyOf(visit.url)) as CryptoKeyPair;
    expect([privateKey.extractable, privateKey.usages, publicKey.usages]).to.eql([false, ['sign'], ['verify']]);
    for (const format of ['jwk', 'pkcs8'] as const) {
      const exported = await crypto.subtle.exportKey(format as 'jwk', privateKey).catch((error: Error) => error.name);
      expect(exported).to.equal('InvalidAccessError');
    }
    const other = new Visit();
    other.site.isBound = true;
    await other.openLocked();
    await other.click('Pay 0.5');
    await other.reaches('unlocked');
    expect(other.site.proofs.at(-1)).to.match(/^[\w-]{43}$/);
    expect(other.site.proofs.at(-1)).not.to.equal(visit.site.proofs.at(-1));
    other.close();
  });

  it('where the clock of the browser is a day off, either way, takes the site’s nonce, once', async () => {
    for (const clockAhead of [DAY, -DAY]) {
      const off = new Visit();
      off.site.isBound = true;
      off.site.clockAhead = clockAhead;
      await off.openLocked();
      await off.click('Pay 0.5');
      await off.reaches('unlocked');
      expect(off.site.proofs.slice(-2)[0]).to.equal('use_dpop_nonce');
      off.reload();
      await off.reaches('unlocked');
      expect(off.site.credentials.slice(-2)).to.eql(['pass', 'pass']);
      expect([off.wallet.prompts, off.chain.sent.length]).to.eql([1, 1]);
      off.close();
    }
  });

  it('whose key is lost is replaced: the payment opens, and a new key gets a new pass', async () => {
    await payAndRead();
    const { pass } = await recordOf(visit.url);
    await loseKey(visit.url);
    expect(await reload()).to.eql(['pass', 'payment']);
    expect((await recordOf(visit.url)).pass).not.to.equal(pass);
    expect(await reload()).to.eql(['pass']);
    expectOnePayment();
  });

  it('is worth nothing without its key, and the price is shown where there is no payment either', async () => {
    await payAndRead();
    await loseKey(visit.url);
    await changeRecord(visit.url, ({ pass, isBound }) => ({ pass, isBound }));
    visit.reload();
    await visit.reaches('locked');
    expect((await recordOf(visit.url)).pass).to.equal(undefined);
    expectOnePayment();
  });

  it('is told from one that another script has written, which is dropped', async () => {
    await visit.openLocked();
    await changeRecord(visit.url, () => ({ pass: 'not.a.pass', isBound: true }));
    visit.reload();
    await visit.reaches('locked');
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expectOnePayment();
  });
});

describe('a site that wants a key', () => {
  it('opens for the payment alone where it takes no proof, and is paid once', async () => {
    visit.site.refusesProofs = true;
    await payAndRead();
    expect(visit.site.credentials.slice(-2)).to.eql(['payment', 'payment']);
    expect((await recordOf(visit.url)).pass).to.equal(undefined);
    expect(await reload()).to.eql(['payment', 'payment']);
    expectOnePayment();
  });

  it('opens for the payment alone where the browser can make no key', async () => {
    const { generateKey } = SubtleCrypto.prototype;
    const refuse = () => Promise.reject(new DOMException('No.', 'NotSupportedError'));
    Reflect.set(SubtleCrypto.prototype, 'generateKey', refuse);
    try {
      await payAndRead();
      expect(await reload()).to.eql(['payment']);
    } finally {
      SubtleCrypto.prototype.generateKey = generateKey;
    }
    expect(visit.site.proofs.every((proof) => proof === undefined)).to.equal(true);
    expectOnePayment();
  });

  it('opens for the payment alone where the browser can keep no key, and the rest is kept all the same', async () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (this.name === 'keys') throw new DOMException('Keys cannot be cloned.', 'DataCloneError');
      return put.call(this, value, key);
    };
    try {
      await payAndRead();
      expect(await reload()).to.eql(['payment']);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect((await recordOf(visit.url)).payment?.settled).to.equal(true);
    expectOnePayment();
  });

  it('gets no proof with a request that shows nothing', async () => {
    await visit.openLocked();
    expect(visit.site.proofs).to.eql([undefined]);
  });

  it('gets the payment once more with the proof after an answer was lost', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 1);
    visit.site.losesAnswers = true;
    visit.wallet.approve();
    await visit.says('The site does not answer');
    visit.site.losesAnswers = false;
    await visit.paywall.retry();
    await visit.reaches('unlocked');
    expect((await recordOf(visit.url)).isBound).to.equal(true);
    expectOnePayment();
  });
});
