/** The script tag's chunk of the pay button, for pages that have one. What it shares with the paywall comes from the paywall's. */

import { X402PayButton } from '../pay-button/pay-button.js';
import { register } from '../register.js';

register('x402-pay-button', X402PayButton);
