/** Everything that a person can set, and the few things that need the passphrase. */

import { html } from 'lit';
import { extensionApi } from '../../browser/extension-api.js';
import type { ShownGrant } from '../../messages/panel.js';
import { wordsOfEntropy } from '../../seed/seed.js';
import type { Settings, SiteSettings } from '../../worker/settings.js';
import { PanelPage } from '../parts/panel-page.js';
import { patternOf } from '../parts/site-pattern.js';
import { ask, openPage } from '../parts/worker.js';
import { optionsLook } from './look.js';
import type { OptionsActions, OptionsState } from './state.js';
import { transferOf } from './transfer.js';
import { view } from './view.js';

export class X402Options extends PanelPage implements OptionsActions {
  static override styles = [...PanelPage.styles, optionsLook];
  static override properties = { ...PanelPage.properties, state: { state: true } };
  declare state: OptionsState;

  constructor() {
    super();
    this.state = {
      ...{ status: undefined, grants: [], balances: undefined, asset: 'STX', kind: undefined, saved: '' },
      ...{ seed: undefined, transfer: undefined, txid: undefined, wipeWord: '' },
    };
  }

  protected override async load(): Promise<void> {
    const status = await ask({ type: 'status' });
    // Where the payees are not to be had, the words and wiping still are.
    const grants = status.vault === 'locked' ? [] : await ask({ type: 'grants' }).catch((error) => ({ error }));
    this.set({ status, grants: 'error' in grants ? [] : grants });
    if ('error' in grants) throw grants.error;
  }

  protected override render() {
    document.title = `x402Pay · ${this.texts.options.title}`;
    if (!this.state.status) return html`<main class="wrap" aria-busy="true"></main>`;
    const { words, busy, trouble } = this;
    return view({ ...this.state, words, busy, trouble, notice: this.notice(), now: Date.now(), actions: this });
  }

  readonly choose = (change: Parameters<OptionsActions['choose']>[0]) => this.set({ ...change, saved: '' });

  readonly save = (section: string, change: (settings: Settings) => Settings) =>
    this.attempt(async () => {
      this.set({ saved: '' });
      const { settings } = await ask({ type: 'status' });
      await ask({ type: 'setSettings', settings: change(settings) });
      this.set({ saved: section, kind: undefined });
      this.said = this.texts.common.saved;
    });

  readonly changePassphrase = (passphrase: string, next: string, form: HTMLFormElement) =>
    this.attempt(async () => {
      await ask({ type: 'changePassphrase', passphrase, next });
      form.reset();
      this.set({ saved: 'passphrase' });
      this.said = this.texts.options.changed;
    });

  readonly reveal = (passphrase: string, form: HTMLFormElement) =>
    this.attempt(async () => {
      const { entropy } = await ask({ type: 'reveal', passphrase });
      form.reset();
      this.set({ seed: wordsOfEntropy(entropy).split(' ') });
    });

  readonly hide = () => this.set({ seed: undefined });

  readonly check = (to: string, asset: string, amount: string) =>
    this.attempt(async () => {
      this.set({ transfer: undefined, txid: undefined });
      const [{ settings, address }, balances] = await Promise.all([ask({ type: 'status' }), ask({ type: 'balances' })]);
      this.set({ balances, transfer: transferOf({ to, asset, amount, settings, balances, from: address }) });
      await this.focusOn('#really-send');
    });

  readonly send = () =>
    this.attempt(async () => {
      const { transfer } = this.state;
      if (!transfer) return;
      const { txid } = await ask({ type: 'send', ...transfer });
      this.set({ txid, transfer: undefined });
    });

  readonly forgetTransfer = () => this.set({ transfer: undefined });

  readonly setSite = (origin: string, site: SiteSettings) => this.attempt(() => ask({ type: 'setSite', origin, site }));

  readonly setUp = () => openPage('onboarding');

  /** What was allowed, what is remembered, and the browser's own leave. */
  readonly forgetSite = (origin: string) =>
    this.attempt(async () => {
      await ask({ type: 'forgetSite', origin });
      const { settings } = await ask({ type: 'status' });
      const pattern = patternOf(origin);
      // The browser knows no ports: what it lets us into is every site of the host.
      if (Object.keys(settings.sites).some((other) => patternOf(other) === pattern)) return;
      await extensionApi.permissions.remove({ origins: [pattern] }).catch(() => false);
    });

  readonly revoke = ({ site, seller, payTo }: ShownGrant) =>
    this.attempt(() => ask({ type: 'revoke', site, seller, payTo }));

  readonly wipe = (passphrase: string) =>
    this.attempt(async () => {
      await ask({ type: 'wipe', passphrase });
      await extensionApi.storage.local.remove('backup');
      await openPage('onboarding');
      window.close();
    });

  private set(change: Partial<OptionsState>): void {
    this.state = { ...this.state, ...change };
  }
}

customElements.define('x402-options', X402Options);
