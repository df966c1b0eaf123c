/**
 * The worker that owns clarinet's WebAssembly VM. Plain JavaScript, because Node 20 starts a worker from a `.ts` file neither
 * under tsx nor under vitest. It keeps no log and takes no decision: `vm.ts` does, and replaces this worker when the VM panics.
 *
 * Every request is `{ id, method, argument }`, every answer `{ id, value }` or `{ id, failure }`, in the order of the requests.
 */

import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

/** Without its JavaScript layer, which would bring a command line and a second `@stacks/transactions`. */
const sdk = createRequire(import.meta.resolve('@stacks/clarinet-sdk'));
const { CallFnArgs, ContractOptions, DeployContractArgs, SDK, SDKOptions } = sdk('@stacks/clarinet-sdk-wasm');

/** @type {InstanceType<typeof SDK> | undefined} */
let session;

/** Changes of the chain's state, as `vm.ts` logs them. */
const operations = {
  mintStx: ({ recipient, amount }) => {
    session.mintSTX(recipient, amount);
    return {};
  },
  deploy: ({ name, source, clarityVersion, sender }) =>
    session.deployContract(new DeployContractArgs(name, source, new ContractOptions(clarityVersion), sender)),
  call: ({ contract, functionName, functionArguments, sender }) =>
    session.callPublicFn(new CallFnArgs(contract, functionName, functionArguments, sender)),
  transferStx: ({ sender, recipient, amount, memo }) => {
    session.executeCommand(`::set_tx_sender ${sender}`);
    return session.execute(
      memo
        ? `(stx-transfer-memo? u${amount} '${sender} '${recipient} 0x${memo})`
        : `(stx-transfer? u${amount} '${sender} '${recipient})`,
    );
  },
  mineBlock: () => {
    session.mineEmptyStacksBlock();
    return {};
  },
  mineBurnBlock: () => {
    session.mineEmptyBurnBlock();
    return {};
  },
};

const methods = {
  /** A fresh chain, then `log` again. The VM takes its time of genesis from the clock, so a rebuilt chain is given the first one's. */
  async start({ epoch, genesisMilliseconds, log }) {
    session?.free();
    session = new SDK(
      () => Promise.reject(new Error('The embedded chain has no files.')),
      new SDKOptions(false, false),
    );
    await withClock(genesisMilliseconds, () => session.initEmptySession(undefined));
    session.setEpoch(epoch);
    apply(log);
    return heights();
  },
  apply,
  callReadOnly: ({ contract, functionName, functionArguments, sender }) =>
    attempt(() => session.callReadOnlyFn(new CallFnArgs(contract, functionName, functionArguments, sender))),
  dataVariable: ({ contract, name }) => attempt(() => ({ result: session.getDataVar(contract, name), events: '[]' })),
  mapEntry: ({ contract, name, key }) =>
    attempt(() => ({ result: session.getMapEntry(contract, name, key), events: '[]' })),
  contractInterface: ({ contract }) => session.getContractsInterfaces().get(contract),
  stxBalance: ({ address }) => attempt(() => session.execute(`(stx-get-balance '${address})`)),
};

function apply(batch) {
  const outcomes = batch.map((operation) => attempt(() => operations[operation.kind](operation)));
  return { outcomes, heights: heights() };
}

/** Clarity's own errors are thrown as strings: they belong to the transaction. Everything else is a panic of the VM. */
function attempt(run) {
  try {
    const { result, events } = run();
    return { result, events: events ? JSON.parse(events).map((event) => JSON.parse(event)) : [] };
  } catch (error) {
    if (typeof error !== 'string') throw error;
    return { error, events: [] };
  }
}

function heights() {
  return { stacksHeight: session.stacksBlockHeight, burnHeight: session.burnBlockHeight };
}

/** While `run` lasts, it is this time. The VM asks `new Date()`. */
async function withClock(milliseconds, run) {
  const RealDate = globalThis.Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [milliseconds] : parts));
    }
  };
  try {
    await run();
  } finally {
    globalThis.Date = RealDate;
  }
}

let turn = Promise.resolve();
parentPort.on('message', ({ id, method, argument }) => {
  turn = turn.then(async () => {
    try {
      parentPort.postMessage({ id, value: await methods[method](argument) });
    } catch (error) {
      parentPort.postMessage({ id, failure: String(error?.message ?? error) });
    }
  });
});
