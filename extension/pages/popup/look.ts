/** How the popup looks: 360 points wide, and not higher than browsers let it be. */

import { css } from 'lit';

export const popupLook = css`
  :host {
    min-block-size: 0;
  }
  header {
    padding: 0.625rem 1rem;
  }
  main {
    display: grid;
    /* Names that do not fit are cut off: they make no row wider than the window. */
    grid-template-columns: minmax(0, 1fr);
    gap: 0.875rem;
    padding: 0 1rem 1rem;
    outline: none;
  }
  /* Takes no place, and is there: what is not there cannot be heard to change. */
  .trouble:empty {
    position: absolute;
  }
  .trouble:not(:empty) {
    margin: 0;
  }
  .closed {
    display: block;
    padding: 2.5rem 1.5rem 2rem;
  }
  .closed .trouble {
    margin-block-start: 0.75rem;
  }
  .between {
    gap: 0.5rem;
  }
  .brand {
    flex-wrap: nowrap;
    min-inline-size: 0;
  }
  .brand .badge {
    overflow: hidden;
    padding-inline: 0.375rem;
    font-size: 0.6875rem;
    text-overflow: ellipsis;
  }
  .tools {
    flex: none;
    /* The last one's picture, and not its room for fingers, stands above the edge of what is below. */
    margin-inline-end: -0.5rem;
    flex-wrap: nowrap;
    gap: 0;
  }
  .tool {
    display: grid;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 2rem;
    border-radius: 0.5rem;
    color: var(--_muted);
  }
  .tool:hover {
    color: var(--_ink);
    background: var(--_tint);
  }
  .tool .icon {
    margin: 0;
  }
  .kicker {
    font: 600 0.8125rem/1.4 var(--_font);
    letter-spacing: 0;
    color: var(--_muted);
  }
  .figure {
    font: 650 1.875rem/1.15 var(--_font);
    letter-spacing: -0.025em;
  }
  .figure {
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .others {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    margin-block-start: 0.125rem;
    font-size: 0.8125rem;
  }
  .panel {
    padding: 0.75rem 0.875rem;
  }
  .host {
    font: 650 1rem/1.35 var(--_font);
  }
  .switching {
    margin-block-start: 0.5rem;
    align-items: flex-start;
  }
  .switching label {
    font-weight: 500;
  }
  .switching .hint {
    display: block;
    margin: 0;
  }
  .site .note {
    margin-block-start: 0.5rem;
  }
  .note.refusal {
    flex-wrap: wrap;
    font-weight: 400;
  }
  .refusal .hint {
    display: block;
    color: inherit;
  }
  .choices-row {
    margin-block-start: 0.625rem;
  }
  .limits,
  .payments {
    display: grid;
    gap: 0.5rem;
    margin-block-start: 0.25rem;
    font-size: 0.875rem;
  }
  .limits {
    grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
    gap: 0.75rem 1rem;
  }
  .limits progress {
    margin-block: 0.25rem;
  }
  .limits .number {
    font-size: 0.8125rem;
    white-space: normal;
  }
  [data-used-up] .number {
    color: var(--_warn);
    font-weight: 600;
  }
  .link {
    font-size: 0.8125rem;
  }
  .payments {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .payments li {
    padding-block: 0.375rem;
    border-block-end: 1px solid var(--_line);
  }
  .payments li:last-child {
    border: 0;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cost {
    flex: none;
    max-inline-size: 60%;
    overflow-wrap: anywhere;
    white-space: normal;
    text-align: end;
    font-weight: 600;
  }
  .payments .muted {
    font-size: 0.8125rem;
  }
`;
