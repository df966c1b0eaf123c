/** @jsxImportSource solid-js */

import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import 'x402pay/elements/define';
import type {} from 'x402pay/types/solid';
import { nodeUrl } from '../settings.js';

function Article() {
  const [part, setPart] = createSignal(1);
  const [payer, setPayer] = createSignal('');
  return (
    <>
      <x402-paywall
        src={`/paid/${part()}`}
        node-url={nodeUrl}
        texts={{ title: `Part ${part()}` }}
        on:x402-paid={(event) => setPayer(event.payer)}
      >
        <p>The beginning is free.</p>
      </x402-paywall>
      <button id="next" type="button" onClick={() => setPart(part() + 1)}>
        Next part
      </button>
      <output>{payer() && `Paid by ${payer()}`}</output>
    </>
  );
}

render(() => <Article />, document.querySelector('#app')!);
