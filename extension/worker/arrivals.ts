/**
 * Which pages a person wanted. A page that another site has opened, and nobody has touched, buys nothing by itself: that site would be spending the
 * budget of this one.
 */

import type { BridgeMessage } from '../messages/bridge.js';
import { withoutFragment } from './seen.js';

/** A tab asks for a whole page, as the network shows it. */
export interface Visit {
  readonly tabId: number;
  readonly url: string;
  /** Origin of the page that asked; `undefined` for an address that was typed, and for origins that we may not look into. */
  readonly initiator: string | undefined;
  /** `Sec-Fetch-Site`; `undefined` for what was fetched ahead. */
  readonly from: string | undefined;
  readonly gesture: boolean;
}

/** A document in a tab, as the browser names it. */
export interface Place {
  readonly documentId: string;
  readonly tabId: number;
  readonly url: string;
}

type Coming = Extract<BridgeMessage, { type: 'here' }>;

interface Underway {
  readonly url: string;
  readonly isTyped: boolean;
  /** A person has clicked on it in a page of its own site. */
  readonly isChosen: boolean;
  readonly isWanted: boolean;
  readonly gesture: boolean;
  /** Its document has said that it is there, and how it came. */
  readonly way?: Coming['way'];
}

interface Known {
  readonly tabId: number;
  readonly site: string;
  readonly isWanted: boolean;
}

/** As `storage.session` keeps it. */
export interface ArrivalsState {
  /** By the document's id; the one that was heard of last comes last. */
  readonly documents: readonly (readonly [string, Known])[];
  /** Tab → the document in it. A new tab begins with that of the tab that has opened it. */
  readonly shown: readonly (readonly [number, string])[];
  /** Tab → what it has asked for since then. */
  readonly underway: readonly (readonly [number, readonly Underway[]])[];
}

/** Documents that are remembered; what is forgotten costs a click. */
const MOST_DOCUMENTS = 300;
/** Tabs that have asked for something, and requests of each: redirects, and pages that never came. */
const MOST_TABS = 100;
const MOST_UNDERWAY = 3;
/** Of an address; browsers go to two million characters, and all storages of a session together have room for five such. */
const LONGEST_NAME = 2000;

export class Arrivals {
  private readonly documents: Map<string, Known>;
  private readonly shown: Map<number, string>;
  private readonly underway: Map<number, readonly Underway[]>;
  private readonly keep: (state: ArrivalsState) => void;
  private readonly waiting = new Set<() => void>();

  /** @param state as an earlier worker of this session has left it */
  constructor(state: ArrivalsState | undefined, keep: (state: ArrivalsState) => void) {
    this.documents = new Map(state?.documents);
    this.shown = new Map(state?.shown);
    this.underway = new Map(state?.underway);
    this.keep = keep;
  }

  /** A tab asks for a page; for each redirect again. */
  asked({ tabId, url, initiator, from, gesture }: Visit): void {
    const site = new URL(url).origin;
    const source = this.at(tabId);
    // In a frame of another site's page, a click on a page of this one is that site's doing.
    const isOwn = initiator === site && source?.site === site;
    const isTyped = from === 'none';
    const isChosen = isOwn && from === 'same-origin' && gesture;
    const goesOn = isOwn && (from === 'same-origin' || from === undefined) && source.isWanted;
    const isWanted = isTyped || isChosen || goesOn;
    const asked = { url: nameOf(url), isTyped, isChosen, isWanted, gesture };
    put(this.underway, tabId, [...(this.underway.get(tabId) ?? []), asked].slice(-MOST_UNDERWAY), MOST_TABS);
    this.save();
  }

  /** Whether a person has clicked on what the tab asks for, in a page of its own site. */
  isChosen(tabId: number, url: string): boolean {
    return this.underway.get(tabId)?.findLast((one) => one.url === nameOf(url))?.isChosen === true;
  }

  /** A document is in its tab. */
  came(place: Place, coming: Coming): void {
    const { tabId } = place;
    const [site, url] = [siteOf(place), nameOf(place.url)];
    const source = this.at(tabId);
    const before = source?.site === site ? source : undefined;
    const asked = this.underway.get(tabId) ?? [];
    const same = asked.filter((one) => one.url === url && !one.way);
    const isWanted = coming.isKept ? this.isWanted(place) : wants(same, before, coming);
    const last = coming.isKept ? -1 : asked.findLastIndex((one) => one.url === url);
    // What became of a request can be heard of after its document: so it is kept.
    this.underway.set(
      tabId,
      asked.map((one, index) => (index <= last ? { ...one, way: coming.way } : one)),
    );
    this.remember(place, isWanted);
    for (const look of this.waiting) look();
  }

  /**
   * Whether the page in the tab came out of the browser's history: any program in any frame can go through that, and each time the network says what
   * it said at first. The page's document tells; where it cannot, it is waited for in vain.
   */
  isTraversed(tabId: number, url: string, patience: () => Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (is: boolean) => {
        this.waiting.delete(look);
        resolve(is);
      };
      const look = () => {
        const way = this.underway.get(tabId)?.findLast((one) => one.url === nameOf(url))?.way;
        if (way) done(way === 'back_forward');
      };
      this.waiting.add(look);
      patience().then(() => done(false));
      look();
    });
  }

  /** A person does something in a document. */
  touched(place: Place): void {
    if (!this.isWanted(place)) this.remember(place, true);
  }

  /** Whether a person wanted the document. What nobody knows anything of counts as opened by somebody else: a click in it makes it good. */
  isWanted(place: Place): boolean {
    const known = this.documents.get(place.documentId);
    return known?.site === siteOf(place) && known.isWanted;
  }

  /** A tab opens another one. */
  opened(tabId: number, openerId: number): void {
    const source = this.shown.get(openerId);
    if (source === undefined) return;
    put(this.shown, tabId, source, MOST_DOCUMENTS);
    this.save();
  }

  /** @param url where the tab is; `undefined` for what we may not look into */
  stands(tabId: number, url: string | undefined): void {
    const source = this.at(tabId);
    if (!source || (url !== undefined && URL.canParse(url) && new URL(url).origin === source.site)) return;
    this.shown.delete(tabId);
    this.save();
  }

  /** The tab is gone. */
  forget(tabId: number): void {
    for (const [id, known] of this.documents) if (known.tabId === tabId) this.documents.delete(id);
    this.shown.delete(tabId);
    this.underway.delete(tabId);
    this.save();
  }

  private at(tabId: number): Known | undefined {
    return this.documents.get(this.shown.get(tabId) ?? '');
  }

  private remember(place: Place, isWanted: boolean): void {
    const { documentId, tabId } = place;
    put(this.documents, documentId, { tabId, site: siteOf(place), isWanted }, MOST_DOCUMENTS);
    put(this.shown, tabId, documentId, MOST_DOCUMENTS);
    this.save();
  }

  private save(): void {
    this.keep({ documents: [...this.documents], shown: [...this.shown], underway: [...this.underway] });
  }
}

/**
 * @param asked what it can have come from: nothing for what a page's own service worker serves, or what is prerendered; several for a page that was
 *   loaded again before it could say that it was there
 * @param source the document of the same site in whose place it is
 */
function wants(asked: readonly Underway[], source: Known | undefined, { way, isFromOwn }: Coming): boolean {
  const [request, before] = [asked.at(-1), asked.slice(0, -1)];
  if (way === 'reload') {
    const wasWanted = before.length > 0 ? before.every((one) => one.isWanted) : source?.isWanted;
    return request?.isTyped || (wasWanted ?? request?.gesture === true);
  }
  if (request) return asked.every((one) => one.isWanted);
  return isFromOwn && source?.isWanted === true;
}

/** What begins alike is one: then the doubt about one of them stands against all. */
function nameOf(url: string): string {
  return withoutFragment(url).slice(0, LONGEST_NAME);
}

function siteOf({ url }: Place): string {
  return new URL(url).origin;
}

/** Puts what is new last, and lets go of the oldest. */
function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
