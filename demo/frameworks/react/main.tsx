/** @jsxImportSource react */

import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { PayButton, Paywall, usePayment } from 'x402pay/react';
import { nodeUrl } from '../settings.js';

function Article() {
  const [part, setPart] = useState(1);
  const [payer, setPayer] = useState('');
  return (
    <>
      <Paywall
        src={`/paid/${part}`}
        nodeUrl={nodeUrl}
        texts={{ title: `Part ${part}` }}
        onPaid={(event) => setPayer(event.payer)}
      >
        <p>The beginning is free.</p>
      </Paywall>
      <button id="next" type="button" onClick={() => setPart(part + 1)}>
        Next part
      </button>
      <output>{payer && `Paid by ${payer}`}</output>
    </>
  );
}

function Quote() {
  const [quote, setQuote] = useState('');
  return (
    <>
      <PayButton
        src="/paid/quote"
        nodeUrl={nodeUrl}
        onResponse={async (event) => setQuote(await event.response.text())}
      >
        Today’s quote
      </PayButton>
      <blockquote>{quote}</blockquote>
    </>
  );
}

/** Everything by hand, with the hook. */
function Joke() {
  const { state, prices, content, error, pay } = usePayment('/paid/joke', { nodeUrl });
  const [joke, setJoke] = useState('');
  useEffect(() => void content?.body.text().then(setJoke), [content]);
  if (content) return <p id="joke">{joke}</p>;
  return (
    <button id="joke" type="button" disabled={state !== 'locked'} onClick={pay}>
      {error?.code ?? `Pay ${prices[0] ?? '…'} for a joke (${state})`}
    </button>
  );
}

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <Article />
    <Quote />
    <Joke />
  </StrictMode>,
);
