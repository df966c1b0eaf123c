/** Without any framework, and without any installed: as Angular's templates and plain scripts see the elements. */

import 'x402pay/elements/define';
import { X402PaidEvent, X402Paywall } from 'x402pay/elements';

const paywall = document.createElement('x402-paywall');
paywall.src = '/rest';
paywall.texts = { title: 'Members only' };
paywall.addEventListener('x402-paid', ({ txid }) => txid.toUpperCase());
const button = document.querySelector('x402-pay-button');
button?.addEventListener('x402-response', async ({ response }) => response.json());

export const classes: (typeof X402Paywall | typeof X402PaidEvent)[] = [X402Paywall, X402PaidEvent];

// @ts-expect-error no such property
paywall.source = '/rest';
// @ts-expect-error only the element writes it
paywall.state = 'unlocked';
// @ts-expect-error no such member of the event
paywall.addEventListener('x402-paid', ({ amount }) => amount);
