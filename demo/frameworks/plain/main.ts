import 'x402pay/elements/define';
import { nodeUrl } from '../settings.js';

const paywall = document.querySelector('x402-paywall')!;
const button = document.querySelector('x402-pay-button')!;
let part = 1;

function show(): void {
  paywall.texts = { title: `Part ${part}` };
  paywall.src = `/paid/${part}`;
}

paywall.nodeUrl = nodeUrl;
button.nodeUrl = nodeUrl;
show();

document.querySelector('#next')!.addEventListener('click', () => {
  part += 1;
  show();
});
paywall.addEventListener('x402-paid', ({ payer }) => {
  document.querySelector('output')!.textContent = `Paid by ${payer}`;
});
button.addEventListener('x402-response', async ({ response }) => {
  document.querySelector('blockquote')!.textContent = await response.text();
});
