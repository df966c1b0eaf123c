/** How the history looks. */

import { css } from 'lit';

export const historyLook = css`
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
    gap: 1.5rem 2.5rem;
    margin-block-start: 1rem;
  }
  figure {
    min-inline-size: 0;
  }
  .scale,
  .axis {
    font-size: 0.75rem;
  }
  .bars {
    display: block;
    inline-size: 100%;
    block-size: 7rem;
    margin-block-start: 0.25rem;
    border-block-end: 1px solid var(--_line);
  }
  rect.bar {
    fill: var(--_mark);
  }
  rect.empty {
    fill: var(--_line);
  }
  figure details {
    margin-block-start: 0.5rem;
    font-size: 0.875rem;
  }
  .sites th {
    inline-size: 100%;
    font-weight: 400;
  }
  .sites svg {
    display: block;
    inline-size: 100%;
    block-size: 0.375rem;
    margin-block-start: 0.25rem;
  }
  .sites tfoot th {
    font-weight: 600;
  }
  .sites tfoot :is(th, td) {
    border: 0;
  }
  .sites td {
    vertical-align: bottom;
  }
  .short {
    inline-size: auto;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    align-items: end;
  }
  .filters .field {
    flex: 1 1 9rem;
    margin: 0;
  }
  .filters .search {
    flex-grow: 3;
  }
  .entries {
    margin-block: 1rem;
    border: 1px solid var(--_line);
    border-radius: 0.875rem;
    background: var(--_surface);
  }
  .entries:empty {
    display: none;
  }
  .entry {
    padding: 0.75rem 1rem;
    border-block-end: 1px solid var(--_line);
  }
  .entry:last-child {
    border: 0;
  }
  .entry .between {
    flex-wrap: wrap;
    gap: 0 0.75rem;
  }
  .entry .grow {
    flex-basis: 9rem;
  }
  .second {
    font-size: 0.875rem;
  }
  [data-void] {
    font-weight: 400;
    color: var(--_muted);
    text-decoration: line-through;
  }
  .entry details {
    margin-block-start: 0.25rem;
    font-size: 0.8125rem;
  }
  .entry details dl {
    margin-block: 0.5rem;
  }
  .entry summary {
    font-weight: 400;
    color: var(--_muted);
  }
  .way-out {
    display: grid;
    gap: 0.625rem;
    margin-block: 0.625rem 0.25rem;
    padding: 0.75rem;
    border-radius: 0.625rem;
    background: color-mix(in oklab, var(--_bad) 7%, var(--_surface));
  }
  .way {
    display: grid;
    grid-template-columns: 15rem minmax(0, 1fr);
    gap: 0.25rem 0.75rem;
    align-items: center;
  }
  .way .hint {
    margin: 0;
  }
  .way button {
    justify-self: start;
  }
  .closed {
    max-inline-size: 26rem;
  }
  main:focus-visible {
    outline: none;
  }
  @media (width < 32rem) {
    .way {
      grid-template-columns: minmax(0, 1fr);
    }
    .wrap {
      padding-inline: 0.75rem;
    }
    .sites {
      table-layout: fixed;
    }
    .sites th {
      inline-size: 55%;
    }
    .sites td.number {
      overflow-wrap: anywhere;
      white-space: normal;
    }
  }
`;
