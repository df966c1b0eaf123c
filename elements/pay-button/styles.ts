/** How a pay button looks. Builds on the paywall's styles. */

export const payButtonStyles: string = `
  :host {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: middle;
  }
  :host(:not([state='loading'], [state='locked'], [state='unlocked'])) {
    display: block;
  }
  .choose {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: 0.5rem;
    margin: 0;
    font: 400 1rem/1.5 var(--_font);
  }
  .choose .main {
    inline-size: auto;
    flex: 1 0 auto;
    max-inline-size: 100%;
    margin: 0;
    padding-inline: 1.25rem;
  }
  .main span {
    margin-inline-start: 0.5em;
    padding-inline-start: 0.5em;
    border-inline-start: 1px solid color-mix(in srgb, currentColor 40%, transparent);
    white-space: nowrap;
  }
  .main .icon {
    stroke-width: 2.5;
  }
  select {
    min-block-size: 3rem;
    padding-inline: 0.75rem;
    font: inherit;
    color: var(--_ink);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_inner);
  }
  .payee {
    margin-block-start: 0.375rem;
    font: 400 0.8125rem/1.4 var(--_font);
    color: inherit;
    opacity: 0.8;
  }
  .card {
    place-self: auto;
    margin: 0.5rem 0;
    inline-size: min(25rem, 100%);
  }
`;
