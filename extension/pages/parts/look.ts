/** How the extension's pages look. Builds on the paywall's styles: the same colours, buttons, coins and corners. */

export const look: string = `
  :host {
    --_ground: light-dark(#f5f4f9, #131219);
    --_good: light-dark(#17663d, #6fd39b);
    --_bad: light-dark(#a3200d, #ff9c8a);
    --_warn: light-dark(#7a4a00, #f0c26a);
    min-block-size: 100vh;
    color: var(--_ink);
    background: var(--_ground);
    font: 400 0.9375rem/1.45 var(--_font);
    overflow-wrap: anywhere;
  }
  h1, h2, h3 { text-wrap: balance; }
  h1:focus-visible { outline: none; }
  h1 { font: 650 1.5rem/1.25 var(--_font); letter-spacing: -0.01em; }
  h2 { font: 650 1.0625rem/1.3 var(--_font); }
  h3 { font: 600 0.9375rem/1.3 var(--_font); }
  a { color: var(--_accent); text-underline-offset: 0.2em; }
  ul, ol { padding: 0; list-style: none; }
  input[type='text'], input[type='password'], input[type='search'], input[type='number'], input[type='url'], select, textarea {
    order: 0;
    inline-size: 100%;
    block-size: auto;
    min-block-size: 2.5rem;
    margin: 0;
    padding: 0.5rem 0.75rem;
    border: 1px solid light-dark(#8d8a9c, #757286);
    border-radius: 0.625rem;
    font: inherit;
    color: var(--_ink);
    background: var(--_surface);
  }
  ::placeholder { color: var(--_muted); opacity: 1; }
  select { min-inline-size: 0; }
  textarea { resize: vertical; }
  input[aria-invalid='true'] { border-color: var(--_bad); }
  input:disabled, button:disabled { opacity: 0.55; cursor: default; }
  input[type='checkbox'], input[type='radio'] { flex: none; order: 0; margin: 0; }
  label { display: block; }
  .field { margin-block-start: 0.875rem; }
  .field > label, legend, .label { font: 600 0.875rem/1.4 var(--_font); color: var(--_ink); }
  .field > input, .field > select, .field > textarea, .field > .with { margin-block-start: 0.25rem; }
  .hint { margin-block-start: 0.25rem; font-size: 0.8125rem; color: var(--_muted); }
  .lead { margin-block-start: 0.375rem; color: var(--_muted); text-wrap: pretty; }
  .with { display: flex; gap: 0.5rem; align-items: center; }
  .with > input { flex: 1; min-inline-size: 0; }
  .main, .quiet, .danger {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.375rem;
    inline-size: auto;
    min-block-size: 2.5rem;
    margin: 0;
    padding: 0.375rem 1rem;
    border: 1px solid transparent;
    border-radius: 0.625rem;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
  }
  .wide { inline-size: 100%; min-block-size: 2.875rem; }
  .main[aria-disabled='true'] { opacity: 0.55; cursor: default; }
  .quiet { border-color: var(--_line); color: var(--_ink); background: var(--_surface); }
  .quiet:hover:not(:disabled) { border-color: var(--_accent); }
  .small { gap: 0; min-block-size: 2rem; padding: 0.125rem 0.625rem; font-size: 0.8125rem; }
  .danger { border-color: var(--_bad); color: var(--_bad); background: var(--_surface); }
  .link { color: var(--_accent); font-weight: 600; text-decoration: underline; text-underline-offset: 0.2em; min-block-size: 1.5rem; }
  .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
  .between { display: flex; gap: 0.75rem; align-items: center; justify-content: space-between; }
  .grow { flex: 1; min-inline-size: 0; }

  .muted { color: var(--_muted); }
  .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .trouble { color: var(--_bad); font-weight: 600; }
  .trouble:not(:empty) { margin-block-start: 0.75rem; }
  .panel { padding: 1rem; border: 1px solid var(--_line); border-radius: 0.875rem; background: var(--_surface); }
  .note { display: flex; gap: 0.625rem; align-items: center; justify-content: space-between; padding: 0.5rem 0.75rem; border-radius: 0.625rem; background: var(--_tint); }
  .note > :is(button, .quiet, .main) { flex: none; }
  .note.warn { color: var(--_warn); background: color-mix(in oklab, var(--_warn) 11%, var(--_surface)); font-weight: 600; }
  .brand { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: center; font: 700 1rem/1 var(--_font); letter-spacing: -0.01em; }
  .brand > span { white-space: nowrap; }
  .brand svg { flex: none; inline-size: 1.375rem; block-size: 1.375rem; }
  fieldset { margin: 0; }
  .badge { white-space: nowrap; background: var(--_surface); padding: 0.125rem 0.5rem; border-radius: 1rem; font-size: 0.75rem; font-weight: 600; color: var(--_muted); border: 1px solid var(--_line); letter-spacing: 0; line-height: 1.3; }
  .switch { flex: none; position: relative; inline-size: 2.75rem; block-size: 1.625rem; border-radius: 1rem; background: light-dark(#767386, #85829a); cursor: pointer; }
  .switch::before { content: ''; position: absolute; inset: -0.5625rem 0; }
  .switch::after { content: ''; position: absolute; inset-block-start: 0.1875rem; inset-inline-start: 0.1875rem; inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; background: var(--_surface); }
  .switch[aria-checked='true'] { background: var(--_accent); }
  .switch[aria-checked='true']::after { inset-inline-start: 1.3125rem; }
  progress { display: block; inline-size: 100%; block-size: 0.375rem; border: 0; border-radius: 1rem; appearance: none; background: var(--_line); overflow: hidden; }
  progress::-webkit-progress-bar { background: var(--_line); }
  progress::-webkit-progress-value { background: var(--_mark); border-radius: 1rem; }
  progress::-moz-progress-bar { background: var(--_mark); }
  .choices { display: grid; gap: 0.5rem; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); margin-block-start: 0.375rem; }
  .choice { position: relative; display: flex; gap: 0.625rem; align-items: center; min-block-size: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--_line); border-radius: 0.625rem; background: var(--_surface); cursor: pointer; }
  .choice:has(:checked) { border-color: var(--_mark); background: var(--_tint); }
  .choice:has(:focus-visible) { outline: 2px solid var(--_mark); outline-offset: 2px; }
  .choice input:focus-visible { outline: none; }
  .choice small { display: block; font-size: 0.8125rem; color: var(--_muted); font-weight: 400; }
  .state { display: inline-flex; gap: 0.25rem; align-items: center; font-size: 0.8125rem; color: var(--_muted); }
  .state:is([data-phase='delivered'], [data-phase='arrived']) { color: var(--_good); }
  .state[data-phase='undelivered'] { color: var(--_bad); font-weight: 600; }
  .state[data-phase='under way'], .state[data-phase='opening'], .state[data-phase='cancelling'] { color: var(--_warn); }
  .state .icon { margin: 0; inline-size: 1em; block-size: 1em; vertical-align: 0; stroke-width: 2.25; }
  .qr { display: block; inline-size: 10rem; block-size: 10rem; border-radius: 0.5rem; }
  .address { display: block; padding: 0.625rem 0.75rem; border-radius: 0.625rem; background: var(--_tint); font: 0.8125rem/1.5 ui-monospace, monospace; color: var(--_ink); margin: 0; }
  dl { display: grid; grid-template-columns: minmax(5rem, max-content) minmax(0, 1fr); gap: 0.25rem 1rem; }
  dt { color: var(--_muted); }
  dd { margin: 0; }
  dd code, td code { display: inline; margin: 0; }
  table { inline-size: 100%; border-collapse: collapse; font-size: 0.875rem; }
  th { text-align: start; font-weight: 600; }
  th, td { padding: 0.375rem 0.5rem; border-block-end: 1px solid var(--_line); vertical-align: top; }
  th.number, td.number { text-align: end; }
  th:first-child, td:first-child { padding-inline-start: 0; }
  th:last-child, td:last-child { padding-inline-end: 0; }
  details { margin: 0; padding: 0; border: 0; color: inherit; font-size: inherit; }
  details > summary { inline-size: fit-content; color: var(--_accent); font-weight: 600; }
  .top { margin-block-start: 1.25rem; }
  .field { margin-block-start: 0.875rem; }
  .wrap { max-inline-size: 40rem; margin-inline: auto; padding: 2rem 1.25rem 4rem; }
  .wrap.broad { max-inline-size: 60rem; }
  .bar { display: flex; gap: 1rem; align-items: center; justify-content: space-between; margin-block-end: 1.5rem; }
  .bar nav { display: flex; gap: 1rem; }
  section.panel + section.panel { margin-block-start: 1rem; }
  @media (prefers-reduced-motion: no-preference) {
    .switch, .switch::after, .tool, .quiet { transition: 0.15s ease-out; transition-property: background-color, border-color, inset-inline-start; }
  }
  @media (pointer: coarse) {
    .small, .link, summary, .tool, .tab, .rule, .check, input[type='text'], input[type='password'], select { min-block-size: 2.75rem; }
    .tool { inline-size: 2.75rem; }
    summary { align-content: center; }
  }
  @media (forced-colors: active) {
    .switch, .choice, .panel, .note, .badge { border: 1px solid; }
    .switch[aria-checked='true'] { background: Highlight; }
    .switch::after { forced-color-adjust: none; background: ButtonText; }
    .switch[aria-checked='true']::after { background: Canvas; }
    progress { forced-color-adjust: none; border: 1px solid CanvasText; background: Canvas; }
    progress::-webkit-progress-bar { background: Canvas; }
    progress::-webkit-progress-value { background: CanvasText; }
    progress::-moz-progress-bar { background: CanvasText; }
    .choice:has(:checked) { outline: 2px solid Highlight; }
  }
`;
