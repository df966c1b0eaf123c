/**
 * Whole pages that are shown as they were refused. Such a page may ask for itself, again and again, while its visit is being paid for: of what is sold
 * one answer at a time, one visit buys one.
 */

import { Refusal } from '../refusal.js';

export class RefusedPage {
  readonly url: string;
  /** Another page is on its way into the tab. */
  isLeft = false;
  private isBought = false;

  constructor(url: string) {
    this.url = url;
  }

  /** @throws `too_fast` for a second purchase, also while the first is being made or asked about */
  async buyOnce<T>(purchase: () => Promise<T>): Promise<T> {
    if (this.isBought) throw new Refusal('too_fast');
    this.isBought = true;
    try {
      return await purchase();
    } catch (error) {
      this.isBought = false;
      throw error;
    }
  }
}

export class RefusedPages {
  /** By tab. */
  private readonly pages = new Map<number, RefusedPage>();
  private readonly answered = new Map<number, string>();

  come(tabId: number, url: string): RefusedPage {
    const page = new RefusedPage(url);
    this.pages.set(tabId, page);
    return page;
  }

  /** Something else is on its way. Until it is there, the page is, and asks for itself all the same. */
  leave(tabId: number): void {
    const page = this.pages.get(tabId);
    if (page) page.isLeft = true;
  }

  /** It did not come. */
  stay(tabId: number): void {
    const page = this.pages.get(tabId);
    if (page) page.isLeft = false;
  }

  /** An answer has come: what was there is gone. */
  go(tabId: number, url: string): void {
    this.pages.delete(tabId);
    this.answered.set(tabId, url);
  }

  /** Whether the last answer that the browser told of for the tab was this page's. */
  hasAnswered(tabId: number, url: string): boolean {
    return this.answered.get(tabId) === url;
  }

  /** The page in the tab, where this is its own address. */
  find(tabId: number, url: string): RefusedPage | undefined {
    const page = this.pages.get(tabId);
    return page?.url === url ? page : undefined;
  }
}
