import { html, LitElement, type TemplateResult } from 'lit';

/** `<x402-paywall src="…">`: what is free in the default slot, the rest for a payment. */
export class X402Paywall extends LitElement {
  static override properties = {
    src: { type: String },
    nodeUrl: { type: String, attribute: 'node-url' },
  };

  /** The protected resource. */
  declare src: string;
  /** Where nonce, fee and balance are read. Default: the network's public API. */
  declare nodeUrl: string;

  constructor() {
    super();
    this.src = '';
    this.nodeUrl = '';
  }

  override render(): TemplateResult {
    return html`<slot></slot><slot name="unlocked"></slot>`;
  }
}
