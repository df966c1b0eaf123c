/** In the page's own world, where a person has asked for it: one more entry in the list that wallet pickers read. Signing is none of its methods. */

import { ADDRESS_METHODS } from './wallet-request.js';

/** The extension's own icon, as `build/icon.ts` draws it. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#4f46c4"/><circle cx="50" cy="50" r="40.5" fill="none" stroke="#fff" stroke-width="5"/><circle cx="50" cy="42" r="12" fill="#fff"/><path d="M46.5 45h7l4.3 27H42.2z" fill="#fff"/></svg>';

/** `@stacks/connect` reads this list, not the one that WBIP004 names; it looks for the provider at the global that `id` names. */
const page = window as unknown as { wbip_providers?: unknown };
if (page.wbip_providers === undefined) page.wbip_providers = [];
if (Array.isArray(page.wbip_providers)) {
  page.wbip_providers.push(
    Object.freeze({
      id: 'x402',
      name: 'x402Pay',
      icon: `data:image/svg+xml,${encodeURIComponent(ICON)}`,
      methods: Object.freeze([...ADDRESS_METHODS]),
    }),
  );
}
