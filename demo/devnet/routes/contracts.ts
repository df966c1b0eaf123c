/** The node's routes about contracts: interface, source, read-only calls, data variables, maps. */

import { deserializeCV, serializeCVBytes } from '@stacks/transactions';
import { badRequest, HttpError } from '../answer.js';
import type { Chain } from '../chain.js';
import type { DevnetRequest, Routes } from '../http.js';
import { isPrincipal } from '../principals.js';
import type { ContractRecord } from '../records.js';
import { type Outcome, VmPanic } from '../vm.js';

export function contractRoutes(chain: Chain): Routes {
  const find = ({ params: { address = '', name = '' } }: DevnetRequest): ContractRecord => {
    const contract = chain.contracts.get(`${address}.${name}`);
    if (!contract) throw new HttpError(404, `No contract interface data found for contract ${address}.${name}`);
    return contract;
  };
  return {
    'GET /v2/contracts/interface/:address/:name': (request) => ({ json: find(request).abi }),
    'GET /v2/contracts/source/:address/:name': (request) => {
      const { source, blockHeight } = find(request);
      return { json: { source, publish_height: blockHeight, proof: '' } };
    },
    'POST /v2/contracts/call-read/:address/:name/:function': async (request) => {
      const { sender, functionArguments } = callOf(request.body);
      const { address, name, function: functionName = '' } = request.params;
      const contract = `${address}.${name}`;
      if (!chain.contracts.has(contract)) return { json: { okay: false, cause: `NoSuchContract("${contract}")` } };
      const outcome = await ask(chain, () =>
        chain.vm.callReadOnly({ contract, functionName, functionArguments, sender }),
      );
      return {
        json:
          outcome.result === undefined ? { okay: false, cause: outcome.error } : { okay: true, result: outcome.result },
      };
    },
    'GET /v2/data_var/:address/:name/:variable': async (request) => {
      const { id } = find(request);
      const { result } = await ask(chain, () => chain.vm.dataVariable(id, request.params.variable ?? ''));
      if (result === undefined) throw new HttpError(404, 'Data var not found');
      return { json: { data: result, proof: '' } };
    },
    'POST /v2/map_entry/:address/:name/:map': async (request) => {
      const { id, abi } = find(request);
      const map = request.params.map ?? '';
      if (!abi.maps.some((candidate) => candidate.name === map)) throw new HttpError(404, 'Map not found');
      const key = bytesOf(parse(request.body));
      const { result = '0x09' } = await ask(chain, () => chain.vm.mapEntry(id, map, key));
      return { json: { data: result, proof: '' } };
    },
    'GET /extended/v1/contract/:contract': ({ params: { contract = '' } }) => {
      const found = chain.contracts.get(contract);
      if (!found) throw new HttpError(404, { error: `cannot find contract by ID ${contract}` });
      return {
        json: {
          tx_id: found.txid ? `0x${found.txid}` : '',
          canonical: true,
          contract_id: found.id,
          block_height: found.blockHeight,
          clarity_version: found.clarityVersion,
          source_code: found.source,
          abi: JSON.stringify(found.abi),
        },
      };
    },
  };
}

/** Arguments come from strangers: what makes the VM panic is an answer, too, and the VM has been rebuilt. */
async function ask(chain: Chain, question: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await chain.vm.exclusive(question);
  } catch (error) {
    if (error instanceof VmPanic) return { error: error.message, events: [] };
    throw error;
  }
}

function callOf(body: Buffer): { sender: string; functionArguments: Uint8Array[] } {
  const { sender, arguments: given } = (parse(body) ?? {}) as Record<string, unknown>;
  if (typeof sender !== 'string' || !Array.isArray(given)) throw badRequest('Failed to parse body');
  if (!isPrincipal(sender)) throw badRequest('Failed to parse sender principal');
  return { sender, functionArguments: given.map(bytesOf) };
}

function bytesOf(hex: unknown): Uint8Array {
  try {
    return serializeCVBytes(deserializeCV(String(hex).replace(/^0x/, '')));
  } catch {
    throw badRequest('Failed to deserialize argument value');
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('Failed to parse JSON body');
  }
}
