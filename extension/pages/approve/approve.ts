/** The window in which a person says yes or no to one payment at a time. */

import { html } from 'lit';
import type { ShownQuestion } from '../../messages/panel.js';
import { typedAmount } from '../parts/amounts.js';
import { networkKindFor } from '../parts/network-kind.js';
import { PanelPage } from '../parts/panel-page.js';
import { ask } from '../parts/worker.js';
import { approveLook } from './look.js';
import type { AmountTrouble, ApproveActions, ApproveState, Future } from './state.js';
import { view } from './view.js';

/** A click that was meant for something else must not pay. */
const ARM_MILLISECONDS = 500;
const NOTHING_MORE: Future = { rule: 'ask', upTo: '', days: 90 };

export class X402Approve extends PanelPage implements ApproveActions {
  static override styles = [...PanelPage.styles, approveLook];
  static override properties = { ...PanelPage.properties, state: { state: true } };
  declare state: ApproveState;
  private arming: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.state = {
      ...{ questions: undefined, shown: undefined, kind: 'mainnet', future: NOTHING_MORE },
      ...{ isArmed: false, amountTrouble: undefined },
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('focus', this.arm);
    document.addEventListener('visibilitychange', this.arm);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('focus', this.arm);
    document.removeEventListener('visibilitychange', this.arm);
    clearTimeout(this.arming);
  }

  protected override async load(): Promise<void> {
    const [questions, { settings }] = await Promise.all([ask({ type: 'questions' }), ask({ type: 'status' })]);
    const wanted = new URLSearchParams(location.search).get('question');
    const current = this.state.shown?.id ?? wanted;
    const shown = questions.find(({ id }) => id === current) ?? questions[0];
    const isNew = shown?.id !== this.state.shown?.id;
    const kind = shown ? networkKindFor(shown.network, settings) : 'mainnet';
    this.set({ questions, shown, kind, ...(isNew && { future: NOTHING_MORE, amountTrouble: undefined }) });
    if (!isNew) return;
    this.arm();
    // Never on the button that pays.
    await this.focusOn('h1');
  }

  protected override render() {
    document.title = `x402Pay · ${this.texts.approve.title}`;
    if (!this.state.questions) return html`<main aria-busy="true"></main>`;
    return view({ ...this.state, words: this.words, busy: this.busy, notice: this.notice(), actions: this });
  }

  readonly setFuture = (change: Partial<Future>) => {
    this.set({ future: { ...this.state.future, ...change }, amountTrouble: undefined });
    // Also brings it into sight.
    if (change.rule === 'up-to') void this.focusOn('#up-to-amount');
  };

  readonly pay = async () => {
    const { shown, isArmed, future } = this.state;
    if (!shown || !isArmed) return;
    const upToAtomic = upToOf(shown, future);
    if (upToAtomic === 'invalid' || upToAtomic === 'below') {
      this.set({ amountTrouble: upToAtomic });
      return this.focusOn('#up-to-amount');
    }
    await this.attempt(async () => {
      const grant = future.rule !== 'ask';
      const { id } = shown;
      await ask({ type: 'answer', id, yes: true, grant, ...(grant && { upToAtomic, days: future.days }) });
      await this.next();
    });
  };

  readonly decline = () =>
    this.attempt(async () => {
      if (this.state.shown) await ask({ type: 'answer', id: this.state.shown.id, yes: false, grant: false });
      await this.next();
    });

  readonly block = () =>
    this.attempt(async () => {
      const { shown } = this.state;
      if (!shown) return;
      const { settings } = await ask({ type: 'status' });
      const site = { ...settings.sites[shown.site], blocked: true, automatic: false };
      await ask({ type: 'setSite', origin: shown.site, site });
      await ask({ type: 'answer', id: shown.id, yes: false, grant: false });
      await this.next();
    });

  readonly close = () => window.close();

  /** The window goes with its last question. */
  private async next(): Promise<void> {
    await this.load();
    if (this.state.questions?.length === 0) this.close();
  }

  /** Anew for each question, and each time that the window comes to the front. */
  private readonly arm = () => {
    clearTimeout(this.arming);
    this.set({ isArmed: false });
    this.arming = setTimeout(() => this.set({ isArmed: true }), ARM_MILLISECONDS);
  };

  private set(change: Partial<ApproveState>): void {
    this.state = { ...this.state, ...change };
  }
}

/** Not below the price that is being paid: it would ask the next time, against what was chosen. */
function upToOf({ amountAtomic, decimals }: ShownQuestion, { rule, upTo }: Future): string | AmountTrouble {
  if (rule !== 'up-to') return amountAtomic;
  try {
    const atomic = typedAmount(upTo, decimals);
    return atomic >= BigInt(amountAtomic) ? atomic.toString() : 'below';
  } catch {
    return 'invalid';
  }
}

customElements.define('x402-approve', X402Approve);
