/** @jsxImportSource preact */

import { render } from 'preact';
import { useState } from 'preact/hooks';
import 'x402pay/elements/define';
import type {} from 'x402pay/types/preact';
import { nodeUrl } from '../settings.js';

function Article() {
  const [part, setPart] = useState(1);
  const [payer, setPayer] = useState('');
  return (
    <>
      <x402-paywall
        src={`/paid/${part}`}
        node-url={nodeUrl}
        texts={{ title: `Part ${part}` }}
        onx402-paid={(event) => setPayer(event.payer)}
      >
        <p>The beginning is free.</p>
      </x402-paywall>
      <button id="next" type="button" onClick={() => setPart(part + 1)}>
        Next part
      </button>
      <output>{payer && `Paid by ${payer}`}</output>
    </>
  );
}

render(<Article />, document.querySelector('#app')!);
