/** A person in front of one of the extension's pages. */

import { axeFaults } from './axe.js';
import { emulateFeatures } from './media.js';
import { eventually } from './visit.js';

export class PanelVisit {
  readonly page: HTMLElement;

  private constructor(page: HTMLElement) {
    this.page = page;
  }

  /** Opens the page and waits until the worker's answers are in it. */
  static async open(tag: string): Promise<PanelVisit> {
    const page = document.createElement(tag);
    document.body.append(page);
    await eventually(() => page.dataset.ready !== undefined);
    const visit = new PanelVisit(page);
    await visit.settle();
    return visit;
  }

  close(): void {
    this.page.remove();
  }

  get root(): ShadowRoot {
    return this.page.shadowRoot as ShadowRoot;
  }

  get text(): string {
    return wordsOf(this.root);
  }

  async settle(): Promise<void> {
    await (this.page as unknown as { updateComplete: Promise<unknown> }).updateComplete;
  }

  one<Found extends HTMLElement = HTMLElement>(selector: string): Found {
    const found = this.root.querySelector<Found>(selector);
    if (!found) throw new Error(`There is no ${selector} in: ${this.text}`);
    return found;
  }

  /** A button by its words, or by its label. */
  button(name: string): HTMLButtonElement {
    const buttons = [...this.root.querySelectorAll('button')];
    const found = buttons.find((one) => wordsOf(one).includes(name) || one.getAttribute('aria-label') === name);
    if (!found) throw new Error(`There is no button "${name}" in: ${this.text}`);
    return found;
  }

  /** The field that a label names. */
  field<Found extends HTMLElement = HTMLInputElement>(label: string): Found {
    const found = [...this.root.querySelectorAll('label')].find((one) => wordsOf(one).startsWith(label));
    const control = found?.control ?? found?.querySelector('input');
    if (!control) throw new Error(`There is no field "${label}" in: ${this.text}`);
    return control as unknown as Found;
  }

  fill(label: string, value: string): void {
    const field = this.field(label);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }

  /** Once everything that was clicked is done: before, it may be that it was said already. */
  async says(words: string): Promise<void> {
    await this.done();
    await eventually(
      () => this.text.includes(words),
      () => `Not said: "${words}", but: ${this.text}`,
    );
  }

  /** Clicks count only when the one before is done. */
  async done(): Promise<void> {
    await eventually(() => !(this.page as unknown as { busy: boolean }).busy);
    await this.settle();
  }

  /** What axe finds by day and by night. */
  async faults(): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      await emulateFeatures({ 'prefers-color-scheme': scheme });
      faults.push(...(await axeFaults(this.page)).map((fault) => `${scheme}: ${fault}`));
    }
    await emulateFeatures();
    return faults;
  }
}

function wordsOf(node: Node): string {
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim();
}
