/** What compiles with the React components and the hook, and what must not. */

import { useRef } from 'react';
import type { X402PaidEvent, X402Paywall } from 'x402pay/elements';
import { PayButton, Paywall, Receipts, usePayment } from 'x402pay/react';

export const thank = (event: X402PaidEvent) => event.txid.toUpperCase();

export function Right() {
  const paywall = useRef<X402Paywall>(null);
  const { state, prices, content, error, pay, signIn } = usePayment('/quote', { nodeUrl: 'https://node.example' });
  return (
    <>
      <Paywall
        ref={paywall}
        className="wide"
        src="/rest"
        nodeUrl="https://node.example"
        texts={{ title: 'Members only' }}
        theme="paper"
        scheme="dark"
        sealed="eyJ…"
        replace
        onPaid={(event) => event.txid.toUpperCase()}
        onClick={() => paywall.current?.pay()}
      >
        <p>Teaser</p>
      </Paywall>
      <PayButton src="/photo" theme="paper" scheme="dark" onResponse={async ({ response }) => response.blob()}>
        Photo
      </PayButton>
      <button type="button" disabled={state !== 'locked'} onClick={pay}>
        {content?.type ?? error?.code ?? prices[0]}
      </button>
      {signIn && <button type="button" onClick={signIn} />}
      <Receipts contact="hello@blog.example" theme="paper" scheme="dark" />
      {/* README */}
    </>
  );
}

export const wrong = [
  // @ts-expect-error it needs an address
  <Paywall key="1" />,
  // @ts-expect-error no such text
  <Paywall key="2" src="/rest" texts={{ headline: 'Members only' }} />,
  // @ts-expect-error no such member of the event
  <Paywall key="3" src="/rest" onPaid={(event) => event.amount} />,
  // @ts-expect-error the paywall has no such event
  <Paywall key="4" src="/rest" onResponse={() => {}} />,
  // @ts-expect-error the button replaces nothing
  <PayButton key="5" src="/rest" replace />,
];
