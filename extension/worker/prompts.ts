/**
 * Questions that a page can have a person asked: one for a tab, and for a site, at a time; none after a no, until the page is loaded anew; and after three of them, none
 * until the browser is. They live as long as the worker: what was asked before it died is asked again by the page.
 */

import { type AskingPage, type Departure, isGone } from './asking-page.js';

/** What is shown, and to whom the answer belongs. */
export interface Prompt {
  readonly id: string;
  readonly site: string;
}

export interface PromptsPorts {
  /** Opens the window for it. */
  readonly show: (id: string) => Promise<void>;
  /** Whether the tab still shows the site: what nobody waits for any more is not given. */
  readonly isThere?: (tabId: number, site: string) => Promise<boolean>;
  /** One more waits for a person, or one less. */
  readonly onChange?: () => void;
  /** Site → how often in a row a person said no, as an earlier worker of this session has left it. */
  readonly declined?: ReadonlyMap<string, number>;
  /** Keeps it for the next worker: a page must not get rid of it by waiting. */
  readonly keep?: (declined: ReadonlyMap<string, number>) => Promise<void>;
}

const MOST_OPEN = 10;
const MOST_DECLINED = 3;

/** `gone`: the page did not wait. It counts as a no, or a page would ask again and again by loading itself anew. */
type Said = 'yes' | 'no' | 'gone';

export class Prompts<Shown extends Prompt> {
  private readonly ports: PromptsPorts;
  private readonly open = new Map<
    string,
    { readonly shown: Shown; readonly page: AskingPage; readonly answer: (said: Said) => void }
  >();
  /** Tab and site that are not heard until the page is loaded anew, and the page that was told no. */
  private readonly muted = new Map<string, AskingPage>();
  private readonly declined: Map<string, number>;

  constructor(ports: PromptsPorts) {
    this.ports = ports;
    this.declined = new Map(ports.declined);
  }

  /** What a person says; no, where nobody is asked. */
  async ask(page: AskingPage, shown: Shown): Promise<boolean> {
    const { show, keep, isThere } = this.ports;
    const { id, site } = shown;
    const { tabId } = page;
    const place = `${tabId} ${site}`;
    const isCrowded =
      this.open.size >= MOST_OPEN ||
      [...this.open.values()].some((one) => one.page.tabId === tabId || one.shown.site === site);
    const declined = this.declined.get(site) ?? 0;
    if (this.muted.has(place) || isCrowded || declined >= MOST_DECLINED) return false;
    const answered = new Promise<Said>((answer) => this.open.set(id, { shown, page, answer }));
    this.ports.onChange?.();
    show(id).catch(() => this.close(id, 'no'));
    const said = await answered;
    this.declined.set(site, said === 'yes' ? 0 : declined + 1);
    if (said === 'no') this.muted.set(place, page);
    await keep?.(this.declined);
    return said === 'yes' && (!isThere || (await isThere(tabId, site)));
  }

  list(): readonly Shown[] {
    return [...this.open.values()].map(({ shown }) => shown);
  }

  /** True when it was still open. */
  answer(id: string, yes: boolean): boolean {
    return this.close(id, yes ? 'yes' : 'no');
  }

  /** The tab is gone, or shows another page: its questions are over, and a new page may ask again. */
  forget(departure: Departure): void {
    for (const [id, { page }] of this.open) if (isGone(page, departure)) this.close(id, 'gone');
    for (const [place, page] of this.muted) if (isGone(page, departure)) this.muted.delete(place);
  }

  private close(id: string, said: Said): boolean {
    const asked = this.open.get(id);
    this.open.delete(id);
    asked?.answer(said);
    if (asked) this.ports.onChange?.();
    return asked !== undefined;
  }
}
