/** `x402pay deploy revenue-split`: a contract that shares every payment, from names and percentages. */

import { X402Error } from '../../src/errors.js';
import type { StacksTransaction } from '../../src/stacks.js';
import { createChainClient } from '../node-pool.js';
import { type AddressBook, DEFAULT_CONFIGURATION, readAddressBook, resolveAddress } from './address-book.js';
import type { Command } from './command.js';
import { type DeployOptions, readDeployOptions } from './deploy-options.js';
import { dryRunReport, planReport, type ReportedRecipient, resultReport } from './deploy-report.js';
import { findDeployer, KEY_VARIABLE } from './deployer.js';
import {
  type DeploymentPlan,
  type Patience,
  planDeployment,
  requireFunds,
  sealDeployment,
  sendDeployment,
  watchDeployment,
} from './deployment.js';
import { type Devnet, devnetAddressBook, readDevnet } from './devnet.js';
import { DEVNET_URL } from './devnet-address.js';
import { EXIT, type ExitCode } from './exit.js';
import { packageFile } from './package-files.js';
import { renderRevenueSplit } from './revenue-split.js';
import type { Terminal } from './terminal.js';

const TEMPLATE = 'contracts/revenue-split.clar';

const HELP = `Deploys a contract that shares every payment among its recipients, for ever, by fixed percentages.

Usage: x402pay deploy revenue-split --splits <name>:<percent>,… --network <network> [options]

  --splits creator:80,platform:20  two to ten recipients: names or addresses, percent with up to two decimals,
                                   100 together; the first one also gets what rounding leaves
  --network <network>              mainnet, testnet or devnet (the embedded chain at ${DEVNET_URL})
  --devnet                         the same as --network devnet; works offline
  --name <name>                    the contract's name; default revenue-split
  --from <name or address>         who deploys; default: the holder of the key (devnet: creator)
  --config <file>                  names, as { "addresses": { "creator": "SP…" } }; default ${DEFAULT_CONFIGURATION}
  --node-url <url>                 Stacks node to use; default: the network's public one
  --fee <STX>                      fee in STX; default: the node's estimate
  --dry-run                        show everything, sign and send nothing
  --yes, -y                        do not ask before signing
  --json                           one JSON object on standard output
  --help, -h                       this text

The private key (hex) is read from ${KEY_VARIABLE}, or asked for; it is never an argument. X402PAY_API_KEY is sent to
the node as x-api-key. The recipients can never be changed, by nobody: check them with --dry-run.

Exit codes: 0 done, 1 refused by node or chain, 2 wrong use, 3 sent but not confirmed yet, 4 you said no.`;

const PATIENCE: Readonly<Record<DeployOptions['networkName'], Patience>> = {
  devnet: { intervalMilliseconds: 500, longestMilliseconds: 5 * 60_000 },
  testnet: { intervalMilliseconds: 5_000, longestMilliseconds: 30 * 60_000 },
  mainnet: { intervalMilliseconds: 5_000, longestMilliseconds: 30 * 60_000 },
};

export const deployRevenueSplit: Command = {
  summary: 'deploy a contract that shares every payment by fixed percentages',
  help: HELP,
  async run(args, terminal) {
    const options = readDeployOptions(args, terminal);
    const devnet = options.networkName === 'devnet' ? await readDevnet(options.nodeUrl, terminal.fetch) : undefined;
    const book = addressBook(options, devnet, terminal);
    const recipients = options.shares.map(({ name, basisPoints }) => {
      return { name, basisPoints, principal: resolveAddress(name, book, options.network, options.networkName) };
    });
    const source = renderRevenueSplit(packageFile(TEMPLATE), recipients, options.network);
    const { address, sign } = await findDeployer(options, book, devnet, terminal);
    const plan = await planDeployment(options, address, source, terminal.fetch);
    if (options.isDryRun || !sign) {
      terminal.print(dryRunReport(options, recipients, plan));
      return EXIT.done;
    }
    requireFunds(plan);
    terminal.note(planReport(options, recipients, plan));
    if (!(await isAgreed(options, terminal))) {
      terminal.note('Nothing was signed.');
      return EXIT.declined;
    }
    return deploy(options, recipients, plan, sign(plan.transaction), terminal);
  },
};

async function deploy(
  options: DeployOptions,
  recipients: readonly ReportedRecipient[],
  plan: DeploymentPlan,
  signed: StacksTransaction,
  terminal: Terminal,
): Promise<ExitCode> {
  const { nodeUrl: url, apiKey, networkName } = options;
  const chain = createChainClient({
    url,
    fetch: terminal.fetch,
    sleep: terminal.sleep,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const deployment = sealDeployment(signed);
  terminal.note(`Sending transaction ${deployment.txid}`);
  await sendDeployment(deployment, chain);
  const status = await watchDeployment(deployment.txid, chain, PATIENCE[networkName], terminal);
  terminal.print(resultReport(options, recipients, plan, deployment.txid, status === 'success'));
  return status === 'success' ? EXIT.done : EXIT.unconfirmed;
}

/** The embedded chain's names, and a file's; on the other networks the file's alone. */
function addressBook(options: DeployOptions, devnet: Devnet | undefined, terminal: Terminal): AddressBook {
  if (!devnet) return readAddressBook(options.configuration, terminal);
  const known = devnetAddressBook(devnet);
  if (options.configuration === undefined) return known;
  const { source, addresses } = readAddressBook(options.configuration, terminal);
  return { source, addresses: new Map([...known.addresses, ...addresses]) };
}

async function isAgreed({ isAgreed: inAdvance }: DeployOptions, terminal: Terminal): Promise<boolean> {
  if (inAdvance) return true;
  if (!terminal.isInteractive) {
    throw new X402Error('invalid_configuration', 'Nobody can be asked here; look at --dry-run, then add --yes.', {
      field: 'yes',
    });
  }
  return /^y(es)?$/i.test((await terminal.ask('Sign and deploy this? [y/N] ')).trim());
}
