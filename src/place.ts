/** Keeps the place of a paywall before its code has come, so that nothing below it moves when it does: for the script tag, and for pages that are written ahead. */

/** As high as the element's own gate (`elements/paywall/styles.ts`). What stands in a slot, like the link, takes no place of its own: with the element, it moves. */
export const PLACE: string =
  '[data-x402-paywall]::after,x402-paywall:not(:defined)::after{content:"";display:block;height:38rem}' +
  'x402-paywall:not(:defined)>[slot]{position:absolute}';

/** The same for a page's head, from its first paint on. Where scripts are off nothing comes, and no place is kept. */
export const PLACE_STYLE: string = `<style>@media (scripting:enabled){${PLACE}}</style>`;
