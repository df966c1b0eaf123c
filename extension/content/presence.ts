/** In the isolated world: tells the worker that a page is here, how it came, and that a person does something in it. */

import type { BridgeMessage } from '../messages/bridge.js';

/** What makes a browser believe that a person is there; the rest of it follows. */
const GESTURES = ['keydown', 'mousedown', 'pointerup', 'touchend'];

/** @returns whether a person has done something in this page by now */
export function tellPresence(tell: (message: BridgeMessage) => unknown): () => boolean {
  const { userActivation } = navigator;
  // Browsers hand it on from one page of an origin to the next, also where another site has opened the next one: that says nothing about this page.
  const wasActive = userActivation.hasBeenActive;
  let isTouched = false;
  const touch = () => {
    for (const gesture of GESTURES) removeEventListener(gesture, look, true);
    isTouched = true;
    tell({ type: 'touched' });
  };
  const look = ({ isTrusted }: Event) => {
    if (isTrusted && userActivation.isActive) touch();
  };
  // Before every listener of the page.
  for (const gesture of GESTURES) addEventListener(gesture, look, { capture: true, passive: true });
  const arrive = (isKept: boolean) => tell({ type: 'here', way: wayOf(), isKept, isFromOwn: isFromOwn() });
  addEventListener('pageshow', ({ persisted }) => persisted && arrive(true));
  if ('prerendering' in document && document.prerendering) {
    document.addEventListener('prerenderingchange', () => arrive(false), { once: true });
  } else arrive(false);
  return () => {
    // What was done in a frame of the page has reached no listener here.
    isTouched ||= !wasActive && userActivation.hasBeenActive;
    return isTouched;
  };
}

function wayOf(): NavigationTimingType {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type ?? 'navigate';
}

function isFromOwn(): boolean {
  const { referrer } = document;
  return URL.canParse(referrer) && new URL(referrer).origin === location.origin;
}
