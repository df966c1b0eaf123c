/**
 * How it looks before the click. Left and right are logical, so that right-to-left needs nothing; colours follow the page's `color-scheme`, or the
 * attribute `scheme`. Themes set the custom properties (see `../themes`).
 */

export const paywallStyles: string = `
  :host {
    display: block;
    --_ink: var(--x402-ink, light-dark(#17161f, #f4f3f9));
    --_muted: var(--x402-muted, light-dark(#5b596a, #b4b1c4));
    --_surface: var(--x402-surface, light-dark(#fff, #1d1c26));
    --_line: var(--x402-line, light-dark(#e3e1ec, #3a3846));
    --_accent: var(--x402-accent, light-dark(#4435d6, #a79fff));
    --_on-accent: var(--x402-on-accent, light-dark(#fff, #14121f));
    --_mark: var(--x402-mark, var(--_accent));
    --_tint: color-mix(in oklab, var(--_mark) 9%, var(--_surface));
    --_radius: var(--x402-radius, 1rem);
    --_inner: var(--x402-button-radius, calc(var(--_radius) * 0.75));
    --_font: var(--x402-font, system-ui, sans-serif);
  }
  :host([hidden]),
  :host([state='unlocked'][replace]) [part='teaser'],
  .printed {
    display: none;
  }
  :host(:state(dark)),
  :host([scheme='dark']) {
    color-scheme: dark;
  }
  :host([scheme='light']) {
    color-scheme: light;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  .gate {
    display: grid;
    writing-mode: horizontal-tb;
  }
  .veil,
  .card {
    grid-area: 1 / 1;
    min-width: 0;
  }
  .veil {
    height: 38rem;
    overflow: hidden;
    filter: blur(0.3em);
    opacity: 0.55;
    user-select: none;
    mask-image: linear-gradient(#000 25%, transparent 90%);
  }
  .card {
    z-index: 1;
    place-self: start center;
    width: min(100%, 25rem);
    margin: 2.5rem 0;
    padding: min(1.5rem, 5vi);
    color: var(--_ink);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    box-shadow: var(--x402-shadow, 0 1px 2px rgb(20 16 50 / 8%), 0 1.25rem 3rem -1rem rgb(20 16 50 / 25%));
    font: 400 1rem/1.5 var(--_font);
    text-align: start;
    overflow-wrap: anywhere;
  }
  h2 {
    font: 650 1.25rem/1.3 var(--x402-title-font, var(--_font));
    text-wrap: balance;
    outline: none;
  }
  [part='description'] {
    margin-top: 0.25rem;
    color: var(--_muted);
    text-wrap: pretty;
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
    margin-top: 1.25rem;
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
  b {
    font-weight: 650;
    color: var(--_ink);
  }
  .price b {
    font-size: 2rem;
    line-height: 1;
    letter-spacing: -0.03em;
  }
  .option {
    width: 100%;
    min-height: 3.25rem;
    margin-top: 0.5rem;
    padding: 0.5rem 0.875rem;
    border: 1px solid var(--_line);
    border-radius: var(--_inner);
    cursor: pointer;
  }
  .option:hover,
  .option:has(:checked) {
    border-color: var(--_mark);
  }
  .option:has(:checked) {
    background: var(--_tint);
  }
  input {
    order: 1;
    width: 1.125rem;
    height: 1.125rem;
    margin-inline-start: auto;
    accent-color: var(--_mark);
  }
  .coin {
    display: grid;
    flex: none;
    place-items: center;
    width: 1.75rem;
    height: 1.75rem;
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
    width: 100%;
    min-height: 3rem;
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
  [aria-disabled='true'] {
    cursor: progress;
  }
  :focus-visible,
  .option:has(:focus-visible) {
    outline: 2px solid var(--_mark);
    outline-offset: 2px;
  }
  .fine {
    display: flex;
  }
  .fine,
  details {
    margin-top: 0.75rem;
  }
  .icon {
    flex: none;
    width: 1.25em;
    height: 1.25em;
    margin-inline-end: 0.375em;
    vertical-align: -0.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  details {
    padding-top: 0.75rem;
    border-top: 1px solid var(--_line);
  }
  summary {
    cursor: pointer;
  }
  code {
    display: block;
    margin-top: 0.375rem;
    font: 0.8125rem/1.5 ui-monospace, monospace;
    color: var(--_ink);
    user-select: all;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  [inert] > * {
    border-color: transparent;
    color: transparent;
    text-decoration: line-through 0.75em var(--_tint);
  }
  [inert] :is(.price, .main) {
    border-radius: 0.5rem;
    background: var(--_tint);
    text-decoration: none;
  }
  [inert] .price {
    width: 45%;
  }
  [inert] :is(b, .coin, .icon) {
    visibility: hidden;
  }
  @media (prefers-reduced-motion: no-preference) {
    [inert] {
      animation: pulse 2s infinite;
    }
    ::slotted([data-x402-paid]) {
      animation: reveal 0.7s cubic-bezier(0.2, 0.7, 0.2, 1);
    }
  }
  @keyframes pulse {
    50% {
      opacity: 0.5;
    }
  }
  @keyframes reveal {
    from {
      filter: blur(0.3em);
      opacity: 0.4;
      translate: 0 0.5rem;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_ink);
      --_line: var(--_ink);
    }
  }
  @media (forced-colors: active) {
    .veil {
      display: none;
    }
    [inert] {
      visibility: hidden;
    }
    .main,
    .coin {
      border: 1px solid;
    }
    .option:has(:checked) {
      border: 2px solid Highlight;
    }
  }
  @media print {
    .veil,
    .card {
      display: none;
    }
    .printed {
      display: block;
    }
  }
`;
