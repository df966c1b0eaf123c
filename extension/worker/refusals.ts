/** Why the page in a tab was not paid, as long as the tab shows it: for its person, and never for the page. */

import type { LimitLeft } from '../../src/budget.js';
import type { ShownRefusal } from '../messages/panel.js';
import { codeOf } from '../refusal.js';
import { type AskingPage, type Departure, isGone } from './asking-page.js';

interface Noted {
  readonly page: AskingPage;
  readonly refusal: ShownRefusal;
}

/** As `storage.session` keeps it: by tab. */
export type RefusalsState = Readonly<Record<number, Noted>>;

/** Of an address: see `arrivals.ts`. */
const LONGEST_NAME = 2000;

export class Refusals {
  private state: RefusalsState;
  private readonly keep: (state: RefusalsState) => void;

  /** @param state as an earlier worker of this session has left it */
  constructor(state: RefusalsState = {}, keep: (state: RefusalsState) => void) {
    this.state = state;
    this.keep = keep;
  }

  /** @param isPage it was the page itself that cost money. Returns false where there is nothing to tell. */
  note({ tabId, url, at }: AskingPage, error: unknown, isPage: boolean): boolean {
    const code = codeOf(error);
    if (code === undefined || tabId < 0) return false;
    const { limit } = error as { limit?: LimitLeft };
    const refusal = { code, isPage, ...(limit && { limit: shown(limit) }) };
    this.change({ ...this.state, [tabId]: { page: { tabId, url: url.slice(0, LONGEST_NAME), at }, refusal } });
    return true;
  }

  of(tabId: number): ShownRefusal | null {
    return this.state[tabId]?.refusal ?? null;
  }

  forget(departure: Departure): void {
    const { [departure.tabId]: noted, ...others } = this.state;
    if (noted && isGone(noted.page, departure)) this.change(others);
  }

  private change(state: RefusalsState): void {
    this.state = state;
    this.keep(state);
  }
}

/** Pages of ours name assets as the wire does. */
function shown({ asset, limitAtomic, leftAtomic, ...limit }: LimitLeft): ShownRefusal['limit'] {
  const id = asset.slice(asset.indexOf('/') + 1);
  return { ...limit, asset: id, limitAtomic: limitAtomic.toString(), leftAtomic: leftAtomic.toString() };
}
