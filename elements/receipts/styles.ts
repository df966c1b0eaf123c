/** How receipts look. Builds on the paywall's styles. */

export const receiptsStyles: string = `
  section {
    color: var(--_ink);
    font: 400 1rem/1.5 var(--_font);
    text-align: start;
    overflow-wrap: anywhere;
  }
  [part='empty'] {
    margin-block-start: 0.5rem;
    color: var(--_muted);
  }
  ol {
    margin-block-start: 1rem;
    padding: 0;
    list-style: none;
  }
  li {
    padding-block: 0.875rem;
    border-block-start: 1px solid var(--_line);
  }
  .line {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.25rem 1.5rem;
    margin: 0;
  }
  .line a {
    color: inherit;
    font-weight: 600;
    text-decoration-color: var(--_accent);
    text-underline-offset: 0.2em;
  }
  .line .price {
    flex: none;
    margin: 0;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  li .fine {
    flex-wrap: wrap;
    gap: 0.125rem 1rem;
    margin-block-start: 0.125rem;
  }
  [data-verdict='signed'] .icon {
    color: light-dark(#177245, #6fd39b);
    stroke-width: 2.5;
  }
  [data-verdict='wrong'] {
    color: light-dark(#a3200d, #ff9c8a);
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 1.25rem;
    margin-block-start: 0.25rem;
  }
  details {
    margin: 0;
    padding: 0;
    border: 0;
  }
  details[open] {
    flex-basis: 100%;
  }
  .rescue {
    min-block-size: 1.5rem;
    font-size: 0.875rem;
    color: var(--_muted);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  summary:hover,
  .rescue:hover {
    color: var(--_ink);
  }
  summary {
    inline-size: fit-content;
    min-block-size: 1.5rem;
  }
  dl {
    display: grid;
    grid-template-columns: fit-content(8rem) minmax(0, 1fr);
    gap: 0.125rem 1rem;
    margin-block: 0.5rem 0.75rem;
  }
  dd {
    margin: 0;
  }
  dd code {
    margin: 0;
    direction: ltr;
    text-align: start;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 1rem;
  }
  .quiet {
    display: inline-flex;
    align-items: center;
    min-block-size: 2.5rem;
    padding-inline: 0.875rem;
    border: 1px solid var(--_line);
    border-radius: var(--_inner);
    font-size: 0.9375rem;
    color: var(--_ink);
    text-decoration: none;
  }
  .quiet:hover {
    border-color: var(--_accent);
  }
  a.main {
    display: inline-flex;
    align-items: center;
    inline-size: auto;
    font-size: 0.9375rem;
    text-decoration: none;
  }
  .outcome {
    margin-block: 0.75rem;
    color: var(--_ink);
  }
  textarea {
    display: block;
    inline-size: 100%;
    margin-block-start: 0.25rem;
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--_line);
    border-radius: var(--_inner);
    font: 400 0.9375rem/1.5 var(--_font);
    color: var(--_ink);
    background: var(--_surface);
    resize: vertical;
  }
  @media (width < 24rem) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }
    dd {
      margin-block-end: 0.375rem;
    }
  }
  @media print {
    .row,
    .rescue {
      display: none;
    }
    details::details-content {
      content-visibility: visible;
      block-size: auto;
    }
  }
`;
