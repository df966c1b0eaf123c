/** The script tag's chunk of the paywall. */

import { X402Paywall } from '../paywall/paywall.js';
import { register } from '../register.js';

register('x402-paywall', X402Paywall);
