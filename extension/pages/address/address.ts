/** The window in which a person says whether a site may see the account's address. */

import { html, type TemplateResult } from 'lit';
import type { ShownAddressQuestion } from '../../messages/panel.js';
import { PromptPage } from '../parts/prompt-page.js';
import { unlockView } from '../parts/unlock-view.js';
import { ask } from '../parts/worker.js';

export class X402Address extends PromptPage<ShownAddressQuestion> {
  protected readonly kind = 'address';
  protected readonly promptTexts = this.texts.listing;
  protected readonly open = () => ask({ type: 'addressQuestions' });
  protected readonly send = (id: string, yes: boolean) => ask({ type: 'answerAddress', id, yes });

  protected body({ address }: ShownAddressQuestion): TemplateResult {
    const { texts, busy, unlock } = this;
    return address === undefined
      ? html`<p class="note warn top">${texts.listing.unlockFirst}</p>
          ${unlockView({ texts, busy, unlock })}`
      : html`<p class="top"><code translate="no">${address}</code></p>`;
  }
}

customElements.define('x402-address', X402Address);
