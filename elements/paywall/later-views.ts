/** What is seen from the click on. */

import { paymentStyles } from './payment-styles.js';
import { progress, progressText, receipt } from './payment-view.js';
import { isBusy } from './state.js';
import { type LaterViews, loadingCard } from './view.js';

/**
 * @param adopt adds a style sheet to the element's
 * @param update called when more can be shown
 */
export function createLaterViews(adopt: (css: string) => void, update: () => void): LaterViews {
  adopt(paymentStyles);
  let aside: Pick<typeof import('./aside.js'), 'asideCard' | 'asideAnnouncement'> | undefined;
  // `undefined`: the last try failed.
  let isAsked: boolean | undefined = false;
  const askForAside = () => {
    isAsked = true;
    import('./aside.js').then(
      ({ asideCard, asideAnnouncement, asideStyles }) => {
        aside = { asideCard, asideAnnouncement };
        adopt(asideStyles);
        update();
      },
      // Offline, most likely: the card says so, and the next time asks again.
      () => {
        isAsked = undefined;
        update();
      },
    );
  };
  return {
    card(view) {
      if (isBusy(view.state.phase)) return progress(view);
      if (aside) return aside.asideCard(view);
      if (isAsked === undefined) {
        isAsked = false;
        return undefined;
      }
      if (!isAsked) askForAside();
      return loadingCard(view);
    },
    receipt: (view) => receipt(view),
    announcement(view) {
      const { phase } = view.state;
      if (isBusy(phase) || phase === 'unlocked') return progressText(view);
      return phase === 'choosing' || phase === 'failed' ? aside?.asideAnnouncement(view) : undefined;
    },
  };
}
