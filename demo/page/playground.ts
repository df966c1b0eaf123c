/** `<bitblog-playground>`: an element with its attributes to change, what it fires, and the snippet to copy. */

import { html, LitElement, nothing, type TemplateResult } from 'lit';

interface Attribute {
  readonly name: string;
  readonly description: string;
  readonly type: string;
}

interface Known {
  readonly tag: string;
  readonly attributes: readonly Attribute[];
  readonly customProperties: readonly Attribute[];
  readonly events: readonly Attribute[];
  readonly example: {
    readonly attributes: Readonly<Record<string, string>>;
    readonly choices: Readonly<Record<string, readonly string[]>>;
    readonly hidden: readonly string[];
    readonly content: string;
  };
}

interface Fired {
  readonly name: string;
  readonly detail: string;
}

const MOST_EVENTS = 20;
/** How long the button says what came of the click, in milliseconds. */
const SAID = 2000;

/** On the button; where the page has no right to the clipboard, the snippet is selected, to be copied by hand. */
const COPY = { ready: 'Copy', copied: 'Copied', refused: 'Selected' };

export class Playground extends LitElement {
  static override properties = {
    values: { state: true },
    colours: { state: true },
    fired: { state: true },
    copying: { state: true },
    width: { state: true },
  };

  declare values: ReadonlyMap<string, string>;
  declare colours: ReadonlyMap<string, string>;
  declare fired: readonly Fired[];
  declare copying: keyof typeof COPY;
  declare width: number;
  #known: Known | undefined;
  #said: ReturnType<typeof setTimeout> | undefined;
  #example: HTMLElement | undefined;

  constructor() {
    super();
    this.values = new Map();
    this.colours = new Map();
    this.fired = [];
    this.copying = 'ready';
    this.width = 100;
  }

  /** The blog's own styles apply. */
  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    if (!this.#known) {
      this.#known = JSON.parse(this.querySelector('script')?.textContent ?? '') as Known;
      this.values = new Map(Object.entries(this.#known.example.attributes));
      this.#example = this.#makeExample(this.#known);
      this.replaceChildren();
    }
    super.connectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    const known = this.#known;
    if (!known) return nothing;
    return html`<div class="playground">
      <form class="controls" aria-label="Attributes" @submit=${(event: Event) => event.preventDefault()}>
        ${known.attributes.map((attribute) => this.#control(attribute, known))}
        <details>
          <summary>Colours and shapes</summary>
          ${known.customProperties.map((property) => this.#colour(property))}
        </details>
        <label>Width <input type="range" min="25" max="100" .value=${String(this.width)} @input=${this.#resize} /></label>
      </form>
      <section class="stage" aria-label="The element">
        <div class="frame">${this.#example}</div>
      </section>
      <section class="snippet" aria-label="Snippet">
        <pre tabindex="0"><code>${this.#snippet(known)}</code></pre>
        <button type="button" @click=${() => this.#copy(known)}>${COPY[this.copying]}</button>
      </section>
      <section class="fired" aria-label="What it has fired">
        <h2>Events</h2>
        ${
          this.fired.length === 0
            ? html`<p class="facts">None yet. Click, and watch them come.</p>`
            : html`<ol aria-live="polite">${this.fired.map(({ name, detail }) => html`<li><code>${name}</code> ${detail}</li>`)}</ol>`
        }
      </section>
    </div>`;
  }

  /** As a property: the pages allow no inline styles. */
  protected override updated(): void {
    this.querySelector<HTMLElement>('.frame')?.style.setProperty('inline-size', `${this.width}%`);
  }

  #control({ name, description, type }: Attribute, { example }: Known): TemplateResult {
    const value = this.values.get(name);
    const choices = example.choices[name];
    const set = (next: string | undefined) => this.#set(name, next);
    if (type === 'boolean') {
      return html`<label class="row" title=${description}>
        <input type="checkbox" .checked=${value !== undefined} @change=${(event: Event) => set(checkedOf(event) ? '' : undefined)} />
        <code>${name}</code>
      </label>`;
    }
    return html`<label title=${description}><code>${name}</code>
      ${
        choices
          ? html`<select @change=${(event: Event) => set(textIn(event) || undefined)}>
              ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === (value ?? '')}>${choice || '(none)'}</option>`)}
            </select>`
          : html`<input type="text" spellcheck="false" .value=${value ?? ''} @change=${(event: Event) => set(textIn(event) || undefined)} />`
      }
    </label>`;
  }

  #colour({ name, description }: Attribute): TemplateResult {
    return html`<label title=${description}><code>${name}</code>
      <input
        type="text"
        spellcheck="false"
        placeholder=${description}
        .value=${this.colours.get(name) ?? ''}
        @change=${(event: Event) => this.#paint(name, textIn(event))}
      />
    </label>`;
  }

  #makeExample({ tag, example, events }: Known): HTMLElement {
    const element = document.createElement(tag);
    // From the page's own source: the pages run under Trusted Types.
    const content = this.querySelector('template')?.content;
    if (content) element.append(document.importNode(content, true));
    for (const [name, value] of Object.entries(example.attributes)) element.setAttribute(name, value);
    for (const { name } of events) element.addEventListener(name, (event) => this.#note(event));
    return element;
  }

  #note(event: Event): void {
    const { state, txid, url, error } = event as Event & Record<string, unknown>;
    const detail = [state, url, txid, (error as Error | undefined)?.message].filter(Boolean).join(' ');
    this.fired = [{ name: event.type, detail }, ...this.fired].slice(0, MOST_EVENTS);
  }

  #set(name: string, value: string | undefined): void {
    const values = new Map(this.values);
    if (value === undefined) {
      values.delete(name);
      this.#example?.removeAttribute(name);
    } else {
      values.set(name, value);
      this.#example?.setAttribute(name, value);
    }
    this.values = values;
  }

  #paint(name: string, value: string): void {
    const colours = new Map(this.colours);
    if (value === '') colours.delete(name);
    else colours.set(name, value);
    this.#example?.style.setProperty(name, value);
    this.colours = colours;
  }

  #resize = (event: Event): void => {
    this.width = Number(textIn(event));
  };

  #snippet({ tag, example }: Known): string {
    const shown = [...this.values].filter(([name]) => !example.hidden.includes(name));
    const attributes = shown.map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${value}"`));
    const colours = [...this.colours].map(([name, value]) => `${name}: ${value}`).join('; ');
    const style = colours && ` style="${colours}"`;
    const theme = this.values.get('theme');
    const sheet = theme === undefined ? '' : `<link rel="stylesheet" href="themes/${theme}.css">\n`;
    return `${sheet}<script async src="x402pay.js"></script>\n\n<${tag}${attributes.join('')}${style}>\n  ${example.content}\n</${tag}>`;
  }

  async #copy(known: Known): Promise<void> {
    this.copying = await navigator.clipboard.writeText(this.#snippet(known)).then(
      () => 'copied' as const,
      () => 'refused' as const,
    );
    const code = this.querySelector('.snippet code');
    if (code && this.copying === 'refused') getSelection()?.selectAllChildren(code);
    clearTimeout(this.#said);
    this.#said = setTimeout(() => {
      this.copying = 'ready';
    }, SAID);
  }
}

function textIn(event: Event): string {
  return (event.target as HTMLInputElement).value.trim();
}

function checkedOf(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
