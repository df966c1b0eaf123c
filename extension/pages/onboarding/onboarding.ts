/** From installation to a page that opens by itself: account, words on paper, money. Also the place to top up later. */

import { html } from 'lit';
import { extensionApi } from '../../browser/extension-api.js';
import type { PanelAnswers, Status } from '../../messages/panel.js';
import { accountOf, newAccount, wordsOfEntropy } from '../../seed/seed.js';
import { EMBEDDED_NODE, type NetworkKind, networkKindOf, onNetwork } from '../parts/network-kind.js';
import { PanelPage } from '../parts/panel-page.js';
import { ask } from '../parts/worker.js';
import { withMonth } from './budget-choice.js';
import { findsLocalChain } from './local-chain.js';
import { onboardingLook } from './look.js';
import type { NewAccount, OnboardingActions, OnboardingState } from './state.js';
import { view } from './view.js';

/** What is asked for to show that the words are on paper. */
const DRILL = 3;

export class X402Onboarding extends PanelPage implements OnboardingActions {
  static override styles = [...PanelPage.styles, onboardingLook];
  static override properties = { ...PanelPage.properties, state: { state: true } };
  declare state: OnboardingState;
  private hasChosenNetwork = false;

  constructor() {
    super();
    this.state = { step: 'loading', form: { way: 'new', month: 2n, passphrase: '' } };
  }

  protected override async load(): Promise<void> {
    const status = await ask({ type: 'status' });
    const { backup } = await extensionApi.storage.local.get('backup');
    const needsBackup = backup === 'pending';
    const step = this.state.step === 'loading' ? firstStep(status, needsBackup) : this.state.step;
    this.set({ status, needsBackup, step });
    if (step === 'start' && this.state.form.kind === undefined) {
      this.set({
        form: { ...this.state.form, kind: networkKindOf(status.settings), nodeUrl: status.settings.nodeUrl },
      });
      void findsLocalChain().then((isThere) => isThere && this.preferLocalChain());
    }
    if (step === 'topUp' && status.vault === 'open') void this.loadBalances();
  }

  private async loadBalances(): Promise<void> {
    const balances: PanelAnswers['balances'] = await ask({ type: 'balances' }).catch(() => []);
    this.set({ balances });
  }

  protected override render() {
    document.title = `x402Pay · ${this.texts.onboarding.title}`;
    if (this.state.step === 'loading') return html`<main class="wrap" aria-busy="true"></main>`;
    return view({ ...this.state, words: this.words, busy: this.busy, notice: this.notice(), actions: this });
  }

  readonly setForm = (change: Partial<NewAccount>) => {
    if (change.kind !== undefined) this.hasChosenNetwork = true;
    this.set({ form: { ...this.state.form, ...change } });
  };

  /** Never against what a person has chosen. */
  private preferLocalChain(): void {
    const { form, step } = this.state;
    if (this.hasChosenNetwork || step !== 'start' || this.busy) return;
    this.set({ form: { ...form, kind: 'embedded', nodeUrl: EMBEDDED_NODE } });
  }

  readonly create = () =>
    this.attempt(async () => {
      const { way, seed, passphrase, month, kind = 'mainnet', nodeUrl } = this.state.form;
      const account = way === 'new' ? newAccount((bytes) => crypto.getRandomValues(bytes)) : accountOf(seed ?? '');
      await ask({ type: 'store', ...account, passphrase });
      await extensionApi.storage.local.set({ backup: way === 'new' ? 'pending' : 'done' });
      const { settings } = await ask({ type: 'status' });
      const chosen = withMonth(onNetwork(settings, kind, nodeOf(kind, nodeUrl)), month);
      await ask({ type: 'setSettings', settings: chosen });
      const form = { ...this.state.form, passphrase: '', seed: '' };
      if (way === 'new') this.set({ form, step: 'words', seed: wordsOfEntropy(account.entropy).split(' ') });
      else this.set({ form, step: 'topUp', needsBackup: false });
      await this.focusOn('h1');
    });

  /** The words are gone from this page's memory as soon as nobody needs them. */
  readonly go = async (step: 'words' | 'drill' | 'topUp' | 'backup') => {
    this.trouble = undefined;
    if (step === 'drill') this.set({ asked: someOf(this.state.seed?.length ?? 0) });
    if (step === 'topUp') this.set({ seed: undefined });
    this.set({ step });
    await this.focusOn(step === 'drill' || step === 'backup' ? 'input' : 'h1');
  };

  readonly reveal = (passphrase: string) =>
    this.attempt(async () => {
      const { entropy } = await ask({ type: 'reveal', passphrase });
      this.set({ step: 'words', seed: wordsOfEntropy(entropy).split(' ') });
      await this.focusOn('h1');
    });

  readonly checkDrill = (given: readonly string[]) =>
    this.attempt(async () => {
      const { asked = [], seed = [] } = this.state;
      const isRight = asked.every((position, index) => given[index]?.trim().toLowerCase() === seed[position]);
      this.set({ drillFailed: !isRight });
      if (!isRight) return this.focusOn('input');
      await extensionApi.storage.local.set({ backup: 'done' });
      this.set({ needsBackup: false });
      await this.go('topUp');
    });

  readonly showAddress = () => this.set({ showsAddress: true });

  readonly copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    this.set({ copied: true });
    this.said = this.texts.common.copied;
  };

  private set(change: { [Name in keyof OnboardingState]?: OnboardingState[Name] | undefined }): void {
    this.state = { ...this.state, ...change } as OnboardingState;
  }
}

function firstStep({ vault }: Status, needsBackup: boolean): OnboardingState['step'] {
  if (vault === 'empty') return 'start';
  return location.hash === '#backup' && needsBackup ? 'backup' : 'topUp';
}

function nodeOf(kind: NetworkKind, nodeUrl: string | undefined): string | undefined {
  return kind === 'embedded' ? nodeUrl : undefined;
}

/** Different places, in their order. */
function someOf(length: number): readonly number[] {
  const places = new Set<number>();
  while (places.size < Math.min(DRILL, length)) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    places.add(random % length);
  }
  return [...places].sort((one, other) => one - other);
}

customElements.define('x402-onboarding', X402Onboarding);
