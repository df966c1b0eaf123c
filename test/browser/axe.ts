/** What axe finds wrong in a part of the page. */

import type { AxeResults } from 'axe-core';

interface Axe {
  run(context: Element, options: object): Promise<AxeResults>;
}

/** One line for each rule that is broken; empty is good. */
export async function axeFaults(part: Element): Promise<readonly string[]> {
  const axe = await loadAxe();
  const { violations } = await axe.run(part, { resultTypes: ['violations'], rules: { region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Its file is a classic script. */
async function loadAxe(): Promise<Axe> {
  const page = window as unknown as { axe?: Axe };
  if (!page.axe) {
    const script = document.createElement('script');
    script.src = '/node_modules/axe-core/axe.min.js';
    document.head.append(script);
    await new Promise((resolve) => script.addEventListener('load', resolve));
  }
  return page.axe as Axe;
}
