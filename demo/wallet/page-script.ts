/**
 * The development wallet for any page on this computer: `<script async src="http://127.0.0.1:3999/devnet/wallet.js">`, from the embedded chain itself. Its keys are
 * known to everybody, so it must be of no use elsewhere: it starts on no other computer's pages, and refuses where a paywall pays on another chain.
 */

import type { DemoFacts } from '../demo-facts.js';
import { registerWallet } from './register.js';

const HERE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Asked now: later nobody says where this script came from. */
const chain = new URL((document.currentScript as HTMLScriptElement).src);

if (!HERE.test(location.hostname)) {
  console.error(`The development wallet is for pages on this computer only, and not for ${location.host}.`);
} else if (!('BitBlogDevWallet' in window)) {
  registerWallet(window, readFacts(), refuseOtherChains);
}

async function readFacts(): Promise<DemoFacts> {
  const response = await fetch(new URL('/devnet', chain));
  if (!response.ok) throw new Error(`The embedded chain answered ${response.status}.`);
  const { url, network, tokens, contracts, accounts } = await response.json();
  // The window for approvals goes into the body.
  if (document.readyState === 'loading') {
    await new Promise((ready) => document.addEventListener('DOMContentLoaded', ready, { once: true }));
  }
  return { devnet: url, network, tokens, contracts, accounts, resources: [] };
}

/** The testnet's rules and addresses are the embedded chain's: only the node that a paywall asks tells them apart. */
function refuseOtherChains(): void {
  for (const paywall of document.querySelectorAll('x402-paywall, x402-pay-button')) {
    const node = paywall.getAttribute('node-url') ?? '';
    const isOurs = URL.canParse(node) && HERE.test(new URL(node).hostname) && new URL(node).port === chain.port;
    if (isOurs) continue;
    throw new Error(`The development wallet pays on the embedded chain only: write node-url="${chain.origin}" there.`);
  }
}
