/** The settings of being shown as a wallet: the switch, and the sites that see the address. */

import { sendKeys } from '@web/test-runner-commands';
import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { ScriptedExtension, SITE } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import './options.js';

const LIST = 'Show x402Pay in lists of wallets';

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async () => {
  visit = await PanelVisit.open('x402-options');
};

beforeEach(() => {
  extension = new ScriptedExtension();
});
afterEach(() => visit.close());

describe('being shown as a wallet', () => {
  it('is off, and is said in one sentence', async () => {
    await open();
    expect(visit.field(LIST).checked).to.equal(false);
    expect(visit.text).to.contain('ask “which wallet?” can see that x402Pay is there');
    expect(await visit.faults()).to.eql([]);
  });

  it('is switched on and off, also with the keyboard', async () => {
    await open();
    visit.field(LIST).click();
    await eventually(() => extension.settings.listed === true);
    await visit.says('Saved.');
    visit.field(LIST).focus();
    await sendKeys({ press: 'Space' });
    await eventually(() => extension.settings.listed === false);
    await visit.done();
    expect(visit.field(LIST).checked).to.equal(false);
  });

  it('shows what holds when it could not be saved', async () => {
    await open();
    extension.refuses = { setSettings: 'unknown' as never };
    visit.field(LIST).click();
    await eventually(() => extension.said('setSettings') !== undefined);
    await visit.done();
    expect(visit.field(LIST).checked).to.equal(false);
  });

  it('names the sites that see the address, and takes it back from one, and nothing else', async () => {
    const other = 'https://other.example';
    extension.settings = {
      ...extension.settings,
      sites: { [SITE]: { automatic: true, seesAddress: true }, [other]: { seesAddress: true } },
    };
    await open();
    expect(visit.text).to.contain('Sees the account’s address');
    expect(await visit.faults()).to.eql([]);
    visit.button('Revoke: Sees the account’s address, blog.example').click();
    await eventually(() => extension.settings.sites[SITE]?.seesAddress === undefined);
    expect(extension.settings.sites).to.eql({ [SITE]: { automatic: true }, [other]: { seesAddress: true } });
  });

  it('keeps what a site sees when its rule is changed', async () => {
    extension.settings = { ...extension.settings, sites: { [SITE]: { automatic: true, seesAddress: true } } };
    await open();
    const rule = visit.one<HTMLSelectElement>('select[aria-label="blog.example"]');
    rule.value = 'paused';
    rule.dispatchEvent(new Event('change'));
    await eventually(() => extension.settings.sites[SITE]?.paused === true);
    expect(extension.settings.sites[SITE]?.seesAddress).to.equal(true);
  });

  it('speaks German where the browser does', async () => {
    extension.language = 'de';
    await open();
    await visit.says('x402Pay in Wallet-Listen zeigen');
    expect(await visit.faults()).to.eql([]);
  });
});
