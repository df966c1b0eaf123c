/** What a deployment looks like, for a person or for a program. Amounts of STX are decimal. */

import { formatDecimalAmount } from '../../src/money.js';
import { networkInfo } from '../../src/networks.js';
import { encodeTransaction, hexFromBytes } from '../../src/stacks.js';
import type { DeployOptions } from './deploy-options.js';
import { CLARITY_VERSION, type DeploymentPlan, stx } from './deployment.js';
import { formatPercent, type SplitRecipient } from './revenue-split.js';

/** A recipient with the name that it was given. */
export interface ReportedRecipient extends SplitRecipient {
  readonly name: string;
}

type Recipients = readonly ReportedRecipient[];

/** What would be done. */
export function dryRunReport(options: DeployOptions, recipients: Recipients, plan: DeploymentPlan): string {
  if (options.asJson) {
    const transaction = hexFromBytes(encodeTransaction(plan.transaction));
    return json('dry-run', options, recipients, plan, { unsignedTransaction: transaction, source: plan.source });
  }
  return `${planReport(options, recipients, plan)}\n\nA dry run: nothing was signed or sent. The contract's source is in the output of --json.`;
}

/** What is about to be done. */
export function planReport(options: DeployOptions, recipients: Recipients, plan: DeploymentPlan): string {
  const { origin } = plan.transaction;
  const rows: [string, string][] = [
    ['network', options.networkName === 'devnet' ? 'the embedded chain' : networkInfo(options.network).name],
    ['node', options.nodeUrl],
    ['contract', plan.contract],
    ['deployer', `${plan.deployer} (has ${stx(plan.balanceAtomic)}, nonce ${origin.nonce})`],
    ...recipients.map((recipient, index): [string, string] => [
      index === 0 ? 'recipients' : '',
      line(recipient, recipients),
    ]),
    ['source', `${plan.source.length} bytes, Clarity ${CLARITY_VERSION}`],
    ['transaction', `smart contract, ${plan.size} bytes, mode deny, no post-conditions: it moves nothing but its fee`],
    ['fee', stx(origin.fee)],
  ];
  const text = rows.map(([label, value]) => `  ${label.padEnd(12)}${value}`);
  return ['Deploying a revenue split. Nobody can ever change its recipients.', '', ...text].join('\n');
}

/** What was done. */
export function resultReport(
  options: DeployOptions,
  recipients: Recipients,
  plan: DeploymentPlan,
  txid: string,
  isConfirmed: boolean,
): string {
  if (options.asJson) {
    return json(isConfirmed ? 'deployed' : 'unconfirmed', options, recipients, plan, { txid });
  }
  if (!isConfirmed) {
    return [
      `Sent, but not in a block yet: transaction ${txid}.`,
      `It may still be mined. Look it up before you deploy again; then the contract is ${plan.contract}.`,
    ].join('\n');
  }
  return [
    `Deployed: ${plan.contract}`,
    '',
    'Be paid through it:',
    `  createVerifier({ network: '${options.network}', payTo: '${plan.contract}', … })`,
    "  and split: true in the terms of a price: each recipient has its share in the payer's own transaction.",
    '',
    'Any other x402 client may send STX or tokens to it as to any payee; they wait in the contract until anyone calls',
    'its function distribute (none for STX, or the token).',
  ].join('\n');
}

function line({ name, principal, basisPoints }: ReportedRecipient, all: Recipients): string {
  const percents = all.map((recipient) => formatPercent(recipient.basisPoints).length);
  const percent = formatPercent(basisPoints).padStart(Math.max(...percents));
  const label =
    name === principal ? '' : `${name.padEnd(Math.max(...all.map((recipient) => recipient.name.length)))}  `;
  const warning = principal.includes('.') ? ' (a contract: it needs its own way to move what it receives)' : '';
  return `${percent} %  ${label}${principal}${warning}`;
}

function json(
  status: 'dry-run' | 'deployed' | 'unconfirmed',
  options: DeployOptions,
  recipients: Recipients,
  plan: DeploymentPlan,
  more: Readonly<Record<string, string>>,
): string {
  const { origin } = plan.transaction;
  return JSON.stringify({
    status,
    network: options.network,
    contract: plan.contract,
    deployer: plan.deployer,
    recipients: recipients.map(({ name, principal, basisPoints }) => {
      return { name, address: principal, percent: formatPercent(basisPoints) };
    }),
    clarityVersion: CLARITY_VERSION,
    sourceBytes: plan.source.length,
    transactionBytes: plan.size,
    nonce: String(origin.nonce),
    feeSTX: formatDecimalAmount(origin.fee, 6),
    ...more,
  });
}
