/** Every payment, what became of it, and what can be done about it. */

import { extensionApi } from '../../browser/extension-api.js';
import type { HistoryEntry } from '../../messages/panel.js';
import { PanelPage } from '../parts/panel-page.js';
import { ask } from '../parts/worker.js';
import { historyAsCsv, historyAsJson } from './export.js';
import { fittingEntries } from './fitting-entries.js';
import { letterFor } from './letter.js';
import { historyLook } from './look.js';
import type { HistoryActions, HistoryState } from './state.js';
import { view } from './view.js';

/** The worker's largest answer. */
const PAGE = 1000;
const SHOWN_AT_FIRST = 50;

export class X402History extends PanelPage implements HistoryActions {
  static override styles = [...PanelPage.styles, historyLook];
  static override properties = { ...PanelPage.properties, state: { state: true } };
  declare state: HistoryState;
  private hasShown = false;

  constructor() {
    super();
    const nothing = { status: undefined, entries: undefined, recent: [], copied: undefined };
    this.state = { ...nothing, search: '', phase: '', asset: '', shown: SHOWN_AT_FIRST, chartAsset: '' };
  }

  protected override async load(): Promise<void> {
    const { search } = this.state;
    const status = await ask({ type: 'status' });
    if (status.vault === 'locked') return this.set({ status, entries: [], recent: [] });
    const entries = await everyEntry(search);
    const recent = search === '' ? entries : await everyEntry('');
    // Somebody may have typed on in the meantime.
    if (search === this.state.search) this.set({ status, entries, recent });
    await this.showWanted();
  }

  protected override render() {
    document.title = `x402Pay · ${this.texts.history.title}`;
    const common = { words: this.words, busy: this.busy, notice: this.notice(), actions: this, now: Date.now() };
    return view({ ...this.state, ...common });
  }

  readonly filter = (change: Parameters<HistoryActions['filter']>[0]) => {
    this.set(change);
    if (change.search !== undefined) void this.reload();
  };

  readonly saveCsv = async () => save('x402pay.csv', 'text/csv', `\ufeff${historyAsCsv(this.fitting())}`);

  readonly saveJson = async () => save('x402pay.json', 'application/json', historyAsJson(this.fitting(), Date.now()));

  /** The worker finds the payment for the address, and shows it again: nothing new is paid. */
  readonly present = (entry: HistoryEntry) => this.attempt(() => extensionApi.tabs.create({ url: entry.resource }));

  readonly takeBack = (entry: HistoryEntry) =>
    this.attempt(async () => {
      await ask({ type: 'cancel', id: entry.id });
      this.said = this.texts.history.takenBack;
    });

  readonly copyLetter = (entry: HistoryEntry) =>
    this.attempt(async () => {
      await navigator.clipboard.writeText(letterFor(entry, this.words));
      this.set({ copied: entry.id });
      this.said = this.texts.common.copied;
    });

  /** The payment that the address names, once. */
  private async showWanted(): Promise<void> {
    const id = location.hash.slice(1);
    if (this.hasShown || id === '') return;
    this.hasShown = true;
    await this.focusOn(`[data-entry="${CSS.escape(id)}"]`);
  }

  private fitting(): readonly HistoryEntry[] {
    return fittingEntries(this.state);
  }

  private set(change: Partial<HistoryState>): void {
    this.state = { ...this.state, ...change };
  }
}

async function everyEntry(search: string): Promise<readonly HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  for (;;) {
    const before = found.at(-1)?.id;
    const page = await ask({
      type: 'history',
      limit: PAGE,
      ...(search !== '' && { search }),
      ...(before !== undefined && { before }),
    });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  URL.revokeObjectURL(link.href);
}

customElements.define('x402-history', X402History);
