/** What the button in the browser's bar opens: money, this site, and what happened last. */

import { html } from 'lit';
import { extensionApi } from '../../browser/extension-api.js';
import { LETTING_IN, type LettingIn } from '../../worker/let-in.js';
import type { SiteSettings } from '../../worker/settings.js';
import { holdingUp } from '../parts/holding-up.js';
import { PanelPage } from '../parts/panel-page.js';
import { givenFor } from '../parts/site-rule.js';
import { ask, openPage } from '../parts/worker.js';
import { closedView } from './closed-view.js';
import { currentSite, requestAccess } from './current-site.js';
import { popupLook } from './look.js';
import type { PopupActions, PopupState } from './state.js';
import { openView } from './view.js';

/** Limits are asked for a site; where there is none, for one that nobody has. */
const NO_SITE = 'https://nobody.invalid';
/** So many of the last payments are shown; and so many are looked through for one that holds the others up: nodes take no more of an account. */
const SHOWN = 3;
const RECENT = 100;

export class X402Popup extends PanelPage implements PopupActions {
  static override styles = [...PanelPage.styles, popupLook];
  static override properties = { ...PanelPage.properties, state: { state: true } };
  declare state: PopupState | undefined;
  private isAsking = false;

  constructor() {
    super();
    this.state = undefined;
  }

  protected override async load(): Promise<void> {
    const [status, site] = await Promise.all([ask({ type: 'status' }), currentSite()]);
    const known = {
      balances: this.state?.balances,
      left: [],
      last: [],
      held: undefined,
      given: [],
      refusal: null,
      needsBackup: false,
    };
    if (status.vault !== 'open') {
      this.state = { ...known, status, site };
      return;
    }
    const [left, recent, grants, refusal, stored] = await Promise.all([
      ask({ type: 'left', site: site?.origin ?? NO_SITE }),
      ask({ type: 'history', limit: RECENT }),
      ask({ type: 'grants' }),
      site ? ask({ type: 'refusal', tabId: site.tabId }) : null,
      extensionApi.storage.local.get('backup'),
    ]).catch((error) => {
      this.state = { ...known, status, site };
      throw error;
    });
    const given = givenFor(site?.origin ?? NO_SITE, grants, Date.now());
    const last = recent.slice(0, SHOWN);
    const held = holdingUp(recent, Date.now());
    const needsBackup = stored.backup === 'pending';
    this.state = { ...known, status, site, left, last, held, given, refusal, needsBackup };
    void this.loadBalances();
  }

  /** The node answers when it can: the rest of the page does not wait for it. */
  private async loadBalances(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const balances = await ask({ type: 'balances' }).catch(() => 'unknown' as const);
    this.isAsking = false;
    if (this.state) this.state = { ...this.state, balances };
  }

  protected override render() {
    const { state } = this;
    if (!state) return html`<main aria-busy="true"></main>`;
    const notice = this.notice();
    return state.status.vault === 'open'
      ? openView({ ...state, words: this.words, busy: this.busy, notice, now: Date.now(), actions: this })
      : closedView({ ...state, texts: this.texts, busy: this.busy, notice, actions: this });
  }

  readonly lock = () =>
    this.attempt(async () => {
      await ask({ type: 'lock' });
      await this.load();
      await this.focusOn('#passphrase');
    });

  readonly pauseAll = () =>
    this.attempt(async () => {
      const { settings } = await ask({ type: 'status' });
      const paused = !settings.paused;
      await ask({ type: 'setSettings', settings: { ...settings, paused } });
      if (paused) this.said = this.texts.popup.paused;
      // The button beside the notice goes with it.
      await this.focusOn('.pause-all');
    });

  /** The browser asks first, and only in the click itself. */
  readonly setAutomatic = (automatic: boolean) => this.letIn(automatic);

  /** The click that opened this window lets us into its tab, and nowhere else. What it costs is asked in a window of its own. */
  readonly payOnce = () =>
    this.attempt(async () => {
      const { site } = this.state ?? {};
      if (site) await ask({ type: 'payTab', tabId: site.tabId });
    });

  private letIn(automatic: boolean): void {
    const { site } = this.state ?? {};
    if (!site) return;
    const { origin, tabId, hasAccess } = site;
    const before = this.state?.status.settings.sites[origin] ?? {};
    const letting: LettingIn = { tabId, origin };
    if (!automatic) return void this.attempt(() => this.changeSite({ automatic }));
    void this.attempt(async () => {
      // All in the click itself, and asking last: browsers close this window for their question, and with it goes what was not said yet. The worker goes on
      // with what was left for it.
      const left = hasAccess ? undefined : extensionApi.storage.session.set({ [LETTING_IN]: letting });
      const set = ask({ type: 'setSite', origin, site: { ...before, automatic } });
      const access = hasAccess ? Promise.resolve(true) : requestAccess(origin);
      await Promise.all([left, set]);
      if (!(await access)) await ask({ type: 'setSite', origin, site: before });
      // Where nobody had to be asked, nobody wakes the worker.
      else if (hasAccess) await extensionApi.tabs.reload(tabId);
    });
  }

  readonly setSite = (change: Partial<SiteSettings>) => this.attempt(() => this.changeSite(change));

  /** Returns what was set before. */
  private async changeSite(change: Partial<SiteSettings>): Promise<SiteSettings> {
    const origin = this.state?.site?.origin;
    if (origin === undefined) return {};
    const { settings } = await ask({ type: 'status' });
    const before = settings.sites[origin] ?? {};
    await ask({ type: 'setSite', origin, site: { ...before, ...change } });
    return before;
  }

  readonly open = async (name: 'onboarding' | 'history' | 'options', hash = '') => {
    await openPage(name, hash);
    window.close();
  };

  readonly answer = async () => {
    const path = await nextQuestion();
    if (path === undefined) return;
    const url = extensionApi.runtime.getURL(`pages/${path}`);
    await extensionApi.windows.create({ url, type: 'popup', width: 420, height: 720 });
    window.close();
  };
}

/** The page of what waits for a person: payments first, then what sites ask for. */
async function nextQuestion(): Promise<string | undefined> {
  const [question] = await ask({ type: 'questions' });
  if (question) return `approve/approve.html?question=${encodeURIComponent(question.id)}`;
  const [wish] = await ask({ type: 'wishes' });
  if (wish) return `wish/wish.html?wish=${encodeURIComponent(wish.id)}`;
  const [address] = await ask({ type: 'addressQuestions' });
  return address && `address/address.html?address=${encodeURIComponent(address.id)}`;
}

customElements.define('x402-popup', X402Popup);
