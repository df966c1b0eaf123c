/** Registers a custom element, unless the page has it already, or is none: frameworks import elements on servers, too. */

export function register(name: string, element: CustomElementConstructor): void {
  const registry: CustomElementRegistry | undefined = globalThis.customElements;
  if (registry && !registry.get(name)) registry.define(name, element);
}
