/** On a server without a document: what is published can be imported, and rendered by React, from the packed tarball. */

import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installed, installFresh, root } from '../package/installed.js';

let installed: Installed;

beforeAll(() => {
  installed = installFresh();
  for (const name of ['react', 'react-dom', 'scheduler']) {
    const target = join(installed.folder, 'node_modules', name);
    if (!existsSync(target)) symlinkSync(join(root, 'node_modules', name), target);
  }
});
afterAll(() => installed.remove());

function prints(code: string): string {
  const options = { cwd: installed.folder, encoding: 'utf8' } as const;
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], options).trim();
}

describe('a server', () => {
  it.each([
    'elements',
    'elements/define',
    'react',
    'types/react',
    'types/preact',
    'types/solid',
    'types/vue',
    'types/svelte',
  ])('can import x402pay/%s', (entry) => {
    expect(prints(`await import('x402pay/${entry}'); console.log(typeof document)`)).toBe('undefined');
  });

  it('renders the paywall with its teaser and its address, so that something stands there before any script runs', () => {
    const html = prints(`
      import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { Paywall } from 'x402pay/react';
      const props = { src: '/rest', nodeUrl: 'https://node.example', className: 'wide', texts: { title: 'Mine' }, onPaid() {} };
      console.log(renderToString(createElement(Paywall, props, createElement('p', null, 'Teaser'))));
    `);
    expect(html).toBe(
      '<x402-paywall src="/rest" class="wide" node-url="https://node.example"><p>Teaser</p></x402-paywall>',
    );
  });

  it('renders the button, and a component with the hook as it is before anything is known', () => {
    const html = prints(`
      import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { PayButton, usePayment } from 'x402pay/react';
      function Joke() {
        const { state, prices, content } = usePayment('/joke');
        return createElement('p', null, [state, prices.length, String(content)].join());
      }
      console.log(renderToString(createElement(PayButton, { src: '/photo' }, 'Photo')) + renderToString(createElement(Joke)));
    `);
    expect(html).toBe('<x402-pay-button src="/photo">Photo</x402-pay-button><p>loading,0,undefined</p>');
  });
});
