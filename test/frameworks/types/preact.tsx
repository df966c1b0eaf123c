/** What compiles in Preact's JSX, and what must not. */

import { createRef } from 'preact';
import type { X402PaidEvent, X402Paywall } from 'x402pay/elements';
import type {} from 'x402pay/types/preact';

export const thank = (event: X402PaidEvent) => event.txid.toUpperCase();
const paywall = createRef<X402Paywall>();
void paywall.current?.pay();

export const right = (
  <>
    <x402-paywall
      ref={paywall}
      id="one"
      class="wide"
      src="/rest"
      node-url="https://node.example"
      texts={{ title: 'Members only' }}
      theme="paper"
      scheme="dark"
      sealed="eyJ…"
      replace
      onx402-paid={(event) => event.txid.toUpperCase()}
    />
    <x402-pay-button src="/photo" theme="paper" scheme="dark" onx402-response={async ({ response }) => response.blob()}>
      Photo
    </x402-pay-button>
    <x402-receipts contact="hello@blog.example" lang="de" theme="paper" scheme="dark" />
    {/* README */}
  </>
);

export const wrong = [
  // @ts-expect-error no such attribute
  <x402-paywall key="1" source="/rest" />,
  // @ts-expect-error no number
  <x402-paywall key="2" src={5} />,
  // @ts-expect-error no such text
  <x402-paywall key="3" texts={{ headline: 'Members only' }} />,
  // @ts-expect-error only the element writes it
  <x402-paywall key="4" state="unlocked" />,
  // @ts-expect-error no such member of the event
  <x402-paywall key="5" onx402-paid={(event) => event.amount} />,
  // @ts-expect-error the button replaces nothing
  <x402-pay-button key="7" replace />,
  // @ts-expect-error neither light nor dark
  <x402-receipts key="8" scheme="dim" />,
];
