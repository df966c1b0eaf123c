/** The script tag's chunk of the receipts, for pages that list them. */

import { X402Receipts } from '../receipts/receipts.js';
import { register } from '../register.js';

register('x402-receipts', X402Receipts);
