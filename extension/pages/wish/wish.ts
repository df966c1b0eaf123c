/** The window in which a person says how much a site may cost without a question each time. */

import { html, nothing, type TemplateResult } from 'lit';
import { coin } from '../../../elements/paywall/icons.js';
import type { ShownWish } from '../../messages/panel.js';
import { breakable, priceText } from '../parts/amounts.js';
import { PromptPage } from '../parts/prompt-page.js';
import { fill } from '../parts/words.js';
import { ask } from '../parts/worker.js';

export class X402Wish extends PromptPage<ShownWish> {
  protected readonly kind = 'wish';
  protected readonly promptTexts = this.texts.wish;
  protected readonly open = () => ask({ type: 'wishes' });
  protected readonly send = (id: string, yes: boolean) => ask({ type: 'answerWish', id, yes });

  protected body(wish: ShownWish): TemplateResult {
    const { wish: words, approve, common } = this.texts;
    const price = breakable(priceText(wish.maxAtomic, wish, this.words.language));
    return html`<div class="price">
        ${coin(wish.symbol)}<b class="number">${fill(wish.period === 'day' ? words.perDay : words.perMonth, { price })}</b>
      </div>
      ${
        this.network === 'mainnet'
          ? nothing
          : html`<p class="hint">${approve.network}: ${common.networks[this.network]}, ${approve.playMoney}</p>`
      }`;
  }
}

customElements.define('x402-wish', X402Wish);
