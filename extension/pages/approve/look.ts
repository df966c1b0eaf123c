/** How the approval window looks. The buttons stay in sight, whatever a site writes above them. */

import { css } from 'lit';

export const approveLook = css`
  :host {
    display: grid;
    grid-template-rows: auto 1fr auto;
    block-size: 100vh;
    background: var(--_surface);
  }
  header,
  footer {
    padding: 0.75rem 1.25rem;
  }
  header {
    background: var(--_ground);
    border-block-end: 1px solid var(--_line);
  }
  main {
    min-block-size: 0;
    padding: 1.25rem;
    overflow: auto;
    /* A shadow at each end behind which there is more; what scrolls along covers it where there is none. */
    --_cover: linear-gradient(var(--_surface), var(--_surface));
    --_shade: light-dark(rgb(23 22 31 / 22%), rgb(0 0 0 / 70%));
    background:
      var(--_cover) top / 100% 1rem no-repeat local,
      var(--_cover) bottom / 100% 1rem no-repeat local,
      linear-gradient(var(--_shade), transparent) top / 100% 0.75rem no-repeat scroll,
      linear-gradient(transparent, var(--_shade)) bottom / 100% 0.75rem no-repeat scroll;
  }
  footer {
    border-block-start: 1px solid var(--_line);
    background: var(--_ground);
  }
  h1 {
    font-size: 1.1875rem;
  }
  h1 .site {
    display: block;
  }
  h1 + .note {
    margin-block-start: 0.75rem;
  }
  .none {
    grid-row: 1 / 4;
    padding: 2rem 1.5rem;
  }
  .none h1 {
    margin-block-start: 2rem;
  }
  .price {
    margin-block: 1rem;
  }
  /* Never cut off: a price has to be read to its end. */
  .price b {
    min-inline-size: 0;
    font-size: 1.875rem;
    line-height: 1.15;
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .price + .hint {
    margin-block: -0.375rem 0.875rem;
  }
  main > code,
  main > p > code {
    margin-block-end: 0.75rem;
  }
  .unlock {
    margin-block-end: 1rem;
  }
  .why {
    display: block;
  }
  .changes {
    margin-block-start: 0.75rem;
    table-layout: fixed;
  }
  .changes td,
  .changes thead th {
    inline-size: 40%;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  dl {
    grid-template-columns: fit-content(8rem) minmax(0, 1fr);
    margin-block-start: 1rem;
    font-size: 0.875rem;
  }
  .strange {
    color: var(--_bad);
    font-weight: 600;
  }
  .future {
    margin-block-start: 1.25rem;
  }
  .rule {
    display: flex;
    gap: 0.625rem;
    align-items: center;
    min-block-size: 2rem;
    cursor: pointer;
  }
  .field {
    margin-block-start: 0.5rem;
  }
  .answers {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0.625rem;
  }
  footer .hint {
    text-align: center;
    text-wrap: balance;
  }
  footer .danger {
    margin-block-start: 0.5rem;
  }
  footer .trouble:not(:empty) {
    margin-block: 0 0.625rem;
  }
  /* Much larger letters: everything moves, and the buttons come after what they are about. */
  @media (height < 26rem) {
    :host {
      block-size: auto;
      min-block-size: 100vh;
    }
    main {
      overflow: visible;
    }
  }
  @media (width < 18rem) {
    .answers {
      grid-template-columns: minmax(0, 1fr);
    }
    header,
    main,
    footer {
      padding-inline: 0.875rem;
    }
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    dd {
      margin-block-end: 0.375rem;
    }
  }
`;
