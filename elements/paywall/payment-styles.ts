/** How it looks from the click on. Builds on `styles.ts`. */

export const paymentStyles: string = `
  ol {
    margin-top: 1.25rem;
    padding: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.25rem;
    margin: 0.5rem 0 -0.5rem;
  }
  .quiet {
    min-height: 2.75rem;
    padding: 0 0.75rem;
    border-radius: var(--_inner);
    font-size: 0.9375rem;
    font-weight: 550;
    color: var(--_mark);
  }
  .quiet:hover {
    background: var(--_tint);
  }
  li {
    position: relative;
    display: flex;
  }
  ol li {
    padding-inline-start: 2rem;
    padding-bottom: 0.875rem;
    color: var(--_muted);
  }
  ol li::before,
  ol .icon {
    content: '';
    position: absolute;
    inset-block-start: 0.125rem;
    inset-inline-start: 0;
    width: 1.25rem;
    height: 1.25rem;
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
  ol .now::before {
    border-color: var(--_mark);
    background: radial-gradient(var(--_mark) 35%, transparent 40%);
  }
  ol .done::before,
  ol .done:not(:last-child)::after {
    border-color: var(--_accent);
  }
  ol .done::before {
    background: var(--_accent);
  }
  .busy::before {
    content: '';
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin-inline-end: 0.5rem;
    border: 2px solid var(--_line);
    border-top-color: var(--_mark);
    border-radius: 50%;
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
    margin-top: 1.5rem;
    padding-top: 1rem;
    font: 0.875rem/1.5 var(--_font);
    overflow-wrap: anywhere;
  }
  .receipt .icon {
    padding: 0.2em;
    border-radius: 50%;
    stroke-width: 3;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  @media (prefers-reduced-motion: no-preference) {
    ol .now::before {
      animation: pulse 1.8s ease-in-out infinite;
    }
    .busy::before {
      animation: turn 1s linear infinite;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media print {
    .receipt {
      display: none;
    }
  }
  @media (forced-colors: active) {
    ol .now::before,
    ol .done::before {
      border-color: Highlight;
    }
    ol .now::before {
      border-width: 0.375rem;
    }
    .busy::before {
      border-top-color: Highlight;
    }
    ol .icon {
      stroke: CanvasText;
    }
  }
`;
