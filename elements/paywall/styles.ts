/** How it looks before the click. Logical properties throughout, so that right-to-left needs nothing; colours follow the page's `color-scheme`. */

export const paywallStyles: string = `
  :host {
    display: block;
    --_ink: var(--x402-ink, light-dark(#17161f, #f4f3f9));
    --_muted: var(--x402-muted, light-dark(#5b596a, #b4b1c4));
    --_surface: var(--x402-surface, light-dark(#fff, #1d1c26));
    --_line: var(--x402-line, light-dark(#e3e1ec, #3a3846));
    --_accent: var(--x402-accent, light-dark(#4435d6, #a79fff));
    --_on-accent: var(--x402-on-accent, light-dark(#fff, #14121f));
    --_tint: color-mix(in oklab, var(--_accent) 9%, var(--_surface));
    --_radius: var(--x402-radius, 1rem);
    --_inner: calc(var(--_radius) * 0.75);
    --_font: var(--x402-font, system-ui, sans-serif);
  }
  :host([hidden]),
  :host([state='unlocked'][replace]) [part='teaser'] {
    display: none;
  }
  :host(:state(dark)) {
    color-scheme: dark;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  .gate {
    display: grid;
  }
  .veil,
  .card {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }
  .veil {
    block-size: 35rem;
    overflow: hidden;
    filter: blur(0.3em);
    opacity: 0.55;
    user-select: none;
    mask-image: linear-gradient(#000 25%, transparent 90%);
  }
  .card {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }
  .veil {
    block-size: 35rem;
    overflow: hidden;
    filter: blur(0.3em);
    opacity: 0.55;
    user-select: none;
    mask-image: linear-gradient(#000 25%, transparent 90%);
  }
  .veil p {
    margin-block-end: 1em;
  }
  .card {
    z-index: 1;
    place-self: start center;
    inline-size: min(100%, 25rem);
    margin-block: 2.5rem;
    padding: min(1.5rem, 5vi);
    color: var(--_ink);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    box-shadow: 0 1rem 2.5rem -0.5rem rgb(20 16 50 / 18%);
    font: 400 1rem/1.5 var(--_font);
    text-align: start;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 1.25rem;
    font-weight: 650;
    line-height: 1.3;
    text-wrap: balance;
    outline: none;
  }
  [part='description'] {
    margin-block-start: 0.25rem;
    color: var(--_muted);
  }
  .price,
  .option {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }
  .price,
  fieldset,
  .main {
    margin-block-start: 1.25rem;
  }
  fieldset,
  button {
    padding: 0;
    border: 0;
    font: inherit;
    color: inherit;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  legend,
  .fine,
  details {
    padding: 0;
    font-size: 0.875rem;
    color: var(--_muted);
  }
  .amount {
    color: var(--_muted);
  }
  .amount b {
    font-weight: 650;
    color: var(--_ink);
  }
  .price b {
    font-size: 1.75rem;
    line-height: 1.2;
    letter-spacing: -0.02em;
  }
  .option {
    inline-size: 100%;
    min-block-size: 3.25rem;
    margin-block-start: 0.5rem;
    padding: 0.5rem 0.875rem;
    border: 1px solid var(--_line);
    border-radius: var(--_inner);
    cursor: pointer;
  }
  .option:hover {
    border-color: var(--_accent);
  }
  .option:has(:checked) {
    border-color: var(--_accent);
    background: var(--_tint);
  }
  input {
    order: 1;
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin-inline-start: auto;
    accent-color: var(--_accent);
  }
  .coin {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    border-radius: 50%;
    font: 700 0.8125rem/1 var(--_font);
    color: #fff;
    background: #5b596a;
  }
  [data-of='STX'] {
    background: #5546ff;
  }
  [data-of='sBTC'] {
    background: #b54a00;
  }
  [data-of='USDCx'] {
    background: #1f66b8;
  }
  .main {
    inline-size: 100%;
    min-block-size: 3rem;
    padding: 0.5rem 1rem;
    border-radius: var(--_inner);
    font-weight: 600;
    text-align: center;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .main:hover {
    filter: brightness(1.1);
  }
  .main[aria-disabled='true'] {
    cursor: progress;
  }
  :focus-visible,
  .option:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .fine {
    display: flex;
  }
  .fine,
  details {
    margin-block-start: 0.75rem;
  }
  .icon {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    margin-inline-end: 0.375em;
    vertical-align: -0.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  details {
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--_line);
  }
  summary {
    cursor: pointer;
  }
  code {
    display: block;
    margin-block-start: 0.375rem;
    font: 0.8125rem/1.5 ui-monospace, monospace;
    color: var(--_ink);
    user-select: all;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    ::slotted([data-x402-paid]) {
      animation: reveal 0.7s cubic-bezier(0.2, 0.7, 0.2, 1);
    }
  }
  @keyframes reveal {
    from {
      filter: blur(0.3em);
      opacity: 0.4;
      translate: 0 0.5rem;
    }
  }
  @media (forced-colors: active) {
    .veil {
      display: none;
    }
    .main,
    .coin {
      border: 1px solid;
    }
    .option:has(:checked) {
      border: 2px solid Highlight;
    }
  }
`;
