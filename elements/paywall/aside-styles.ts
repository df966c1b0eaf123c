/** How choices and troubles look. Builds on `styles.ts` and `payment-styles.ts`. */

export const asideStyles: string = `
  ul {
    margin-block-start: 1.25rem;
    padding: 0;
    list-style: none;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  li .option {
    font-weight: 550;
  }
  .notice {
    padding: 0.875rem 1rem;
    border-inline-start: 3px solid var(--_accent);
    border-start-end-radius: 0.75rem;
    border-end-end-radius: 0.75rem;
    background: var(--_tint);
  }
  .notice h2 {
    font-size: 1rem;
  }
  .notice p {
    font-size: 0.9375rem;
  }
  .badge {
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    margin-block-end: 0.875rem;
    border-radius: 50%;
    font-size: 1.125rem;
    color: var(--_accent);
    background: var(--_tint);
  }
  .badge .icon {
    margin: 0;
  }
`;
