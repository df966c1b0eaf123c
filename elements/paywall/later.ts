/** Everything of the element that is loaded with the reader's click, or when something is left over from an earlier visit. */

export { createBrowserCashier } from './browser-cashier.js';
export { createLaterViews } from './later-views.js';
