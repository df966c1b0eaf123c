/** The script of every BitBlog page: the development wallet, the live strip, the price list, the playground. The paywall comes from `x402pay.js`, as on any site. */

import { DEMO_FACTS_PATH, type DemoFacts } from '../demo-facts.js';
import { registerWallet } from '../wallet/register.js';
import { AskButton } from './ask-button.js';
import { ChainStrip } from './chain-strip.js';
import { ExtensionCard } from './extension-card.js';
import { Playground } from './playground.js';

const facts: Promise<DemoFacts> = fetch(DEMO_FACTS_PATH).then((response) => {
  if (!response.ok) throw new Error(`${DEMO_FACTS_PATH} answered ${response.status}.`);
  return response.json();
});

registerWallet(window, facts);
ChainStrip.facts = facts;
customElements.define('bitblog-chain', ChainStrip);
customElements.define('bitblog-ask', AskButton);
customElements.define('bitblog-extension', ExtensionCard);
customElements.define('bitblog-playground', Playground);
