/** The wallet's own look, in both of its windows: warning stripes, so that nobody takes it for a wallet with real money. */

import { css } from 'lit';

export const look = css`
  :host {
    --face: light-dark(#ffffff, #1b1d22);
    --back: light-dark(#f1f3f6, #24272e);
    --text: light-dark(#14161a, #eef0f4);
    --quiet: light-dark(#5b616d, #a6adba);
    --line: light-dark(#dfe3ea, #363a44);
    --sun: #ffd400;
    --deed: light-dark(#14161a, #ffd400);
    --on-deed: light-dark(#ffffff, #14161a);
    --alarm: light-dark(#b3261e, #ff9a90);
    font: 400 0.875rem/1.45 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
    font-variant-numeric: tabular-nums;
    color: var(--text);
  }

  * {
    box-sizing: border-box;
  }

  .window {
    border: 0;
    padding: 0;
    inline-size: min(23rem, calc(100vw - 1.5rem));
    /* The masthead's height above it, and a little air below. */
    max-block-size: calc(100dvh - 5rem);
    overflow: hidden auto;
    color: var(--text);
    background: var(--face);
    border-radius: 14px;
    box-shadow: 0 0 0 1px var(--line), 0 1.5rem 4rem rgb(0 0 0 / 32%);
  }

  .stripes {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    justify-content: center;
    padding: 0.6rem 1rem;
    background: repeating-linear-gradient(-45deg, #14161a 0 12px, var(--sun) 12px 24px);
  }

  .stripes strong {
    background: var(--sun);
    color: #14161a;
    border-radius: 5px;
    padding: 0.25em 0.8em;
    font-size: 0.6875rem;
    font-weight: 750;
    letter-spacing: 0.05em;
    text-transform: uppercase;
    white-space: nowrap;
  }

  .inside {
    padding: 1.1rem 1.25rem 1.25rem;
  }

  button {
    font: inherit;
    font-weight: 600;
    color: inherit;
    background: var(--back);
    border: 1px solid var(--line);
    border-radius: 9px;
    padding: 0.6rem 1rem;
    cursor: pointer;
  }

  button:hover {
    border-color: var(--quiet);
  }

  button:focus-visible {
    outline: 2px solid light-dark(#3554d1, #9db2ff);
    outline-offset: 2px;
  }

  button:disabled {
    opacity: 0.55;
    cursor: default;
  }

  button.deed {
    color: var(--on-deed);
    background: var(--deed);
    border-color: transparent;
  }

  .quiet {
    color: var(--quiet);
  }

  .address {
    font: 400 0.75rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
    color: var(--quiet);
    overflow-wrap: anywhere;
    direction: ltr;
    unicode-bidi: isolate;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .alarm {
    color: var(--alarm);
  }
`;
