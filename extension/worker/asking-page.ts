/**
 * Pages that have a person asked, and how they go away. What browsers tell of a tab can come after what its next page says (Firefox does that), so that
 * news of a departure says when it was, or where to: it is about the pages before, never about the one that it has led to.
 */

export interface AskingPage {
  readonly tabId: number;
  /** Its address, without a fragment. */
  readonly url: string;
  /** When it asked: milliseconds since 1970, by this computer's clock. */
  readonly at: number;
}

/** A tab goes on to another page, or away. */
export interface Departure {
  readonly tabId: number;
  /** When: milliseconds since 1970. Left out where nobody says. */
  readonly at?: number;
  /** Where the tab is now, without a fragment. Left out where nobody says, and where nothing is any more. */
  readonly url?: string;
}

/** Whether the departure is that of the page. */
export function isGone(page: AskingPage, { tabId, at, url }: Departure): boolean {
  return page.tabId === tabId && !(at !== undefined && page.at > at) && !(url !== undefined && page.url === url);
}
