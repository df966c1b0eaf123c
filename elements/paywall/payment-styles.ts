/** How it looks from the click on. Builds on `styles.ts`. */

export const paymentStyles: string = `
  ol {
    margin-block-start: 1.25rem;
    padding: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.25rem;
    margin-block: 0.5rem -0.5rem;
  }
  .quiet {
    min-block-size: 2.75rem;
    padding-inline: 0.75rem;
    border-radius: 0.5rem;
    font-size: 0.9375rem;
    font-weight: 550;
    color: var(--_accent);
  }
  .quiet:hover {
    background: var(--_tint);
  }
  ol li {
    position: relative;
    display: flex;
    padding-inline-start: 2rem;
    padding-block-end: 0.875rem;
    color: var(--_muted);
  }
  ol li::before,
  ol .icon {
    content: '';
    position: absolute;
    inset-block-start: 0.125rem;
    inset-inline-start: 0;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0;
  }
  ol li::before {
    box-sizing: border-box;
    border: 2px solid var(--_line);
    border-radius: 50%;
  }
  ol li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-block: 1.5rem 0;
    inset-inline-start: calc(0.625rem - 1px);
    border-inline-start: 2px solid var(--_line);
  }
  ol .icon {
    padding: 0.2rem;
    stroke: var(--_on-accent);
    stroke-width: 3;
  }
  ol .now {
    font-weight: 600;
    color: var(--_ink);
  }
  ol .now::before,
  ol .done::before,
  ol .done:not(:last-child)::after {
    border-color: var(--_accent);
  }
  ol .done::before {
    background: var(--_accent);
  }
  ol .now::before {
    background: radial-gradient(var(--_accent) 35%, transparent 40%);
  }
  time {
    margin-inline-start: auto;
    padding-inline-start: 0.5rem;
    white-space: nowrap;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
  }
  .receipt {
    list-style: none;
    font-family: var(--_font);
    overflow-wrap: anywhere;
  }
  @media (prefers-reduced-motion: no-preference) {
    ol .now::before {
      animation: pulse 1.8s ease-in-out infinite;
    }
  }
  @keyframes pulse {
    50% {
      opacity: 0.5;
    }
  }
  @media (forced-colors: active) {
    ol .now::before,
    ol .done::before {
      border-color: Highlight;
    }
  }
`;
