/** Questions that wait for a person. They live as long as the worker: what was asked before it died is asked again by the page. */

import { type AskingPage, type Departure, isGone } from './asking-page.js';
import type { Answer, Question } from './question.js';

export interface OpenQuestion extends Question {
  readonly id: string;
}

const MOST_OPEN = 20;
/** A site whose question was declined is not heard again until its page is loaded anew; so often, not until the browser is. */
const MOST_DECLINED = 3;

export interface AsksPorts {
  readonly newId: () => string;
  /** Shows the question; `undefined` where there is nothing to show it in. */
  readonly show: (question: OpenQuestion) => Promise<void>;
  readonly onChange: () => void;
  /** Site → how often in a row a person said no, as an earlier worker of this session has left it. */
  readonly declined?: ReadonlyMap<string, number>;
  /** Keeps it for the next worker: a page must not get rid of it by waiting. */
  readonly keep?: (declined: ReadonlyMap<string, number>) => Promise<void>;
  /** Whether the tab still shows the site: what nobody waits for any more is not bought. */
  readonly isThere?: (tabId: number, site: string) => Promise<boolean>;
}

const NO: Answer = { yes: false, grant: false };

export class Asks {
  private readonly ports: AsksPorts;
  private readonly open = new Map<
    string,
    { readonly question: OpenQuestion; readonly answer: (answer: Answer) => void }
  >();
  /** Tab and site that are not heard until the page is loaded anew, and the page that was told no. */
  private readonly muted = new Map<string, AskingPage>();
  private readonly declined: Map<string, number>;

  constructor(ports: AsksPorts) {
    this.ports = ports;
    this.declined = new Map(ports.declined);
  }

  list(): readonly OpenQuestion[] {
    return [...this.open.values()].map(({ question }) => question);
  }

  /** One question for a tab, and for a site, at a time; a second one is declined. */
  async ask(question: Question): Promise<Answer> {
    const { newId, show, onChange, keep, isThere } = this.ports;
    const { page, draft } = question;
    const { tabId } = page;
    const { site } = draft;
    const place = `${tabId} ${site}`;
    const declined = this.declined.get(site) ?? 0;
    const isCrowded =
      this.open.size >= MOST_OPEN || this.list().some((one) => one.page.tabId === tabId || one.draft.site === site);
    const isMuted = !question.clicked && (this.muted.has(place) || declined >= MOST_DECLINED);
    if (isMuted || isCrowded) return NO;
    const open = { ...question, id: newId() };
    const answered = new Promise<Answer>((answer) => this.open.set(open.id, { question: open, answer }));
    onChange();
    show(open).catch(() => this.answer(open.id, NO));
    const answer = await answered;
    this.declined.set(site, answer.yes ? 0 : declined + 1);
    if (!answer.yes) this.muted.set(place, page);
    await keep?.(this.declined);
    return !answer.yes || !isThere || (await isThere(tabId, site)) ? answer : NO;
  }

  /** How often in a row a person said no to a site. */
  declinedBy(site: string): number {
    return this.declined.get(site) ?? 0;
  }

  /** True when the question was still open. */
  answer(id: string, answer: Answer): boolean {
    const asked = this.open.get(id);
    this.open.delete(id);
    asked?.answer(answer);
    this.ports.onChange();
    return asked !== undefined;
  }

  /** The tab is gone, or shows another page: its questions are over, and a new page may ask again. */
  forget(departure: Departure): void {
    for (const { id, page } of this.list()) if (isGone(page, departure)) this.answer(id, NO);
    for (const [place, page] of this.muted) if (isGone(page, departure)) this.muted.delete(place);
  }
}
