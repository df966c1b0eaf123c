/** What compiles in Solid's JSX, and what must not. */

import type { X402PaidEvent, X402Paywall } from 'x402pay/elements';
import type {} from 'x402pay/types/solid';

export const thank = (event: X402PaidEvent) => event.txid.toUpperCase();
let paywall: X402Paywall | undefined;

export const right = () => (
  <>
    <x402-paywall
      ref={(element) => {
        paywall = element;
      }}
      id="one"
      class="wide"
      src="/rest"
      node-url="https://node.example"
      texts={{ title: 'Members only' }}
      theme="paper"
      scheme="dark"
      sealed="eyJ…"
      replace
      on:x402-paid={(event) => event.txid.toUpperCase()}
    />
    <x402-pay-button
      src="/photo"
      theme="paper"
      scheme="dark"
      on:x402-response={async ({ response }) => response.blob()}
    >
      Photo
    </x402-pay-button>
    <button type="button" onClick={() => paywall?.pay()}>
      Pay
    </button>
    <x402-receipts contact="hello@blog.example" lang="de" theme="paper" scheme="dark" />
    {/* README */}
  </>
);

export const wrong = () => [
  // @ts-expect-error no such attribute
  <x402-paywall source="/rest" />,
  // @ts-expect-error no number
  <x402-paywall src={5} />,
  // @ts-expect-error no such text
  <x402-paywall texts={{ headline: 'Members only' }} />,
  // @ts-expect-error only the element writes it
  <x402-paywall state="unlocked" />,
  // @ts-expect-error no such member of the event
  <x402-paywall on:x402-paid={(event) => event.amount} />,
  // @ts-expect-error the button replaces nothing
  <x402-pay-button replace />,
];
