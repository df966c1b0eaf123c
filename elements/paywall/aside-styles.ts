/** How choices and troubles look. Builds on `styles.ts` and `payment-styles.ts`. */

export const asideStyles: string = `
  :host {
    --_warning: var(--x402-warning, light-dark(#a3262e, #ffb3b3));
  }
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
    gap: 0.5rem;
    margin-top: 1.25rem;
    padding: 0;
    list-style: none;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  li .option {
    margin: 0;
    padding-inline: 0.75rem;
    font-weight: 550;
    line-height: 1.25;
  }
  .notice,
  .badge {
    --_mark: var(--_warning);
    --_tint: color-mix(in oklab, var(--_mark) 9%, var(--_surface));
    color: var(--_mark);
    background: var(--_tint);
  }
  .calm {
    --_mark: var(--x402-mark, var(--_accent));
  }
  .notice {
    display: flex;
    padding: 0.875rem 1rem;
    border-radius: var(--_inner);
  }
  .notice h2 {
    font-size: 1rem;
    line-height: 1.25;
  }
  .notice p {
    font-size: 0.9375rem;
    color: var(--_ink);
  }
  .badge {
    display: grid;
    place-items: center;
    width: 2.75rem;
    height: 2.75rem;
    margin-bottom: 0.875rem;
    border-radius: 50%;
    font-size: 1.125rem;
  }
  .badge .icon {
    margin: 0;
  }
  @media (forced-colors: active) {
    .notice {
      border: 1px solid;
    }
  }
`;
