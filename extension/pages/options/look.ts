/** How the settings look. */

import { css } from 'lit';

export const optionsLook = css`
  .notices {
    position: sticky;
    z-index: 2;
    inset-block-start: 0;
  }
  .notices .trouble:not(:empty) {
    padding: 0.75rem 1rem;
    border: 1px solid var(--_bad);
    border-radius: 0.625rem;
    background: var(--_surface);
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
    gap: 0 1rem;
    align-items: end;
  }
  .tabs {
    display: inline-flex;
    gap: 0.25rem;
    margin-block-start: 0.875rem;
    padding: 0.25rem;
    border-radius: 0.75rem;
    background: var(--_ground);
  }
  .tab {
    min-block-size: 2rem;
    padding: 0.125rem 0.875rem;
    border: 1px solid transparent;
    border-radius: 0.5rem;
    font-weight: 600;
    color: var(--_muted);
  }
  .tab[aria-pressed='true'] {
    border-color: var(--_line);
    color: var(--_ink);
    background: var(--_surface);
  }
  .check {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    margin-block-start: 0.875rem;
  }
  .general h3 {
    margin-block-start: 0.5rem;
  }
  .general {
    margin-block-start: 1.25rem;
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--_line);
  }
  .saved {
    color: var(--_good);
    font-weight: 600;
  }
  .sites .between {
    flex-wrap: wrap;
    gap: 0.375rem 0.75rem;
  }
  .sites .grow {
    flex-basis: 16rem;
  }
  .short {
    flex: none;
    inline-size: auto;
  }
  .mono {
    font-family: ui-monospace, monospace;
  }
  .confirm {
    padding: 1rem;
    border-radius: 0.625rem;
    background: var(--_tint);
  }
  .sites > li {
    padding-block: 0.75rem;
    border-block-end: 1px solid var(--_line);
  }
  .sites > li:last-child {
    border: 0;
    padding-block-end: 0;
  }
  .own {
    margin-block-start: 0.375rem;
    font-size: 0.875rem;
  }
  .own > summary > .muted {
    font-weight: 400;
  }
  .own form {
    padding-block-end: 0.5rem;
  }
  .grants {
    margin-block-start: 0.5rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--_line);
  }
  .grants li {
    padding-block: 0.25rem;
  }
  .grants .hint {
    display: block;
  }
  .seed {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
    gap: 0.5rem;
    margin-block: 1rem;
  }
  .seed li {
    display: flex;
    gap: 0.5rem;
    padding: 0.375rem 0.75rem;
    border-radius: 0.625rem;
    background: var(--_tint);
  }
  .seed span {
    min-inline-size: 1.25rem;
    text-align: end;
  }
`;
