/** How onboarding looks. */

import { css } from 'lit';

export const onboardingLook = css`
  .wrap {
    max-inline-size: 39rem;
  }
  .card-like {
    padding: min(2rem, 5vi);
  }
  .choices.two {
    grid-template-columns: repeat(2, minmax(0, 1fr));
    margin: 0;
  }
  .choices.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .choices.three .choice {
    gap: 0.5rem;
    padding-inline: 0.625rem;
  }
  .strength {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 0.25rem;
    margin-block-start: 0.375rem;
  }
  .strength i {
    block-size: 0.25rem;
    border-radius: 1rem;
    background: var(--_line);
  }
  [data-strength='0'] i:first-child,
  [data-strength='1'] i:first-child {
    background: var(--_bad);
  }
  [data-strength='2'] i:not(:last-child) {
    background: var(--_mark);
  }
  [data-strength='3'] i {
    background: var(--_good);
  }
  .seed {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
    gap: 0.5rem;
    margin-block: 1.25rem;
  }
  .seed li {
    display: flex;
    gap: 0.5rem;
    padding: 0.5rem 0.75rem;
    border-radius: 0.625rem;
    background: var(--_tint);
    font-size: 1rem;
  }
  .seed span {
    min-inline-size: 1.25rem;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .receive {
    display: flex;
    flex-wrap: wrap;
    gap: 1.25rem;
    margin-block-start: 1.25rem;
  }
  .receive .grow {
    flex-basis: 14rem;
  }
  .receive .top {
    margin-block-start: 0.5rem;
  }
  .label {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.5rem;
    align-items: center;
    margin-block-end: 0.375rem;
  }
  .arrival {
    margin-block-start: 0.75rem;
  }
  .arrival b {
    display: block;
  }
  @media (width < 32rem) {
    .choices.two,
    .choices.three {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
