/** Which chain, and who is asked about it. */

import { html, nothing, type TemplateResult } from 'lit';
import { networkInfo } from '../../../src/networks.js';
import { EMBEDDED_NODE, type NetworkKind, networkKindOf, onNetwork } from '../parts/network-kind.js';
import { savedNote } from './budgets-view.js';
import type { OptionsView } from './state.js';

const KINDS: readonly NetworkKind[] = ['mainnet', 'testnet', 'embedded'];

export function networkView(all: OptionsView): TemplateResult {
  const { words, status, kind: chosen, actions, saved } = all;
  if (!status) return html``;
  const { options, onboarding, common } = words.texts;
  const { settings } = status;
  const kind = chosen ?? networkKindOf(settings);
  const own = chosen === undefined || chosen === networkKindOf(settings) ? settings.nodeUrl : undefined;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = String(new FormData(event.target as HTMLFormElement).get('node') ?? '').trim();
    void actions.save('network', (current) => onNetwork(current, kind, typed === '' ? undefined : typed));
  };
  return html`<section class="panel" aria-labelledby="network">
    <h2 id="network">${options.network}</h2>
    <p class="lead">${options.networkLead}</p>
    <form @submit=${save}>
      <fieldset class="field">
        <legend class="unseen">${options.network}</legend>
        <div class="choices">
          ${KINDS.map(
            (one) => html`<label class="choice">
              <input type="radio" name="kind" .checked=${one === kind} @change=${() => actions.choose({ kind: one })} />
              <span>${common.networks[one]}</span>
            </label>`,
          )}
        </div>
      </fieldset>
      <div class="field">
        <label for="node">${onboarding.node}</label>
        <input
          id="node"
          name="node"
          type="url"
          maxlength="2048"
          ?required=${kind === 'embedded'}
          placeholder=${kind === 'embedded' ? EMBEDDED_NODE : nodeOf(kind)}
          .value=${own ?? (kind === 'embedded' ? EMBEDDED_NODE : '')}
        />
        ${kind === 'embedded' ? html`<p class="hint">${onboarding.nodeHint}</p>` : nothing}
      </div>
      <div class="row top"><button class="main">${common.save}</button>${savedNote(saved === 'network', all)}</div>
    </form>
  </section>`;
}

function nodeOf(kind: NetworkKind): string {
  return networkInfo(kind === 'mainnet' ? 'stacks:1' : 'stacks:2147483648').nodeUrl;
}
