/** Routes that wallets ask besides: faucets, names, token metadata. */

import { HttpError, notFound } from '../answer.js';
import type { Faucet, FaucetTransfer } from '../faucet.js';
import type { DevnetRequest, Routes } from '../http.js';
import type { Miner } from '../miner.js';
import { isTestnetPrincipal } from '../principals.js';
import { TOKENS, type TokenSymbol } from '../tokens.js';

export function walletRoutes(faucet: Faucet, miner: Miner): Routes {
  const send = async (symbol: 'STX' | TokenSymbol, request: DevnetRequest): Promise<FaucetTransfer> => {
    const address = request.query.get('address') ?? addressIn(request.body);
    if (!isTestnetPrincipal(address))
      throw new HttpError(400, { error: 'Invalid testnet Stacks address', success: false });
    const transfer = await faucet.send(symbol, address);
    await miner.wake();
    return transfer;
  };
  const version1 = (symbol: 'STX' | TokenSymbol) => async (request: DevnetRequest) => {
    const { txid, bytes } = await send(symbol, request);
    return { json: { success: true, txId: `0x${txid}`, txRaw: bytes } };
  };
  const version3 = (symbol: 'STX' | TokenSymbol) => async (request: DevnetRequest) => {
    const { txid, amount } = await send(symbol, request);
    return {
      json: {
        transaction: { tx_id: `0x${txid}`, chain: 'stacks' },
        amount: { [symbol.toLowerCase()]: amount.toString() },
      },
    };
  };
  return {
    'POST /extended/v1/faucets/stx': version1('STX'),
    'POST /extended/v1/faucets/sbtc': version1('sBTC'),
    'POST /extended/v3/faucets/stx': version3('STX'),
    'POST /extended/v3/faucets/sbtc': version3('sBTC'),
    'POST /extended/v3/faucets/usdcx': version3('USDCx'),
    'GET /v1/addresses/stacks/:address': () => ({ json: { names: [] } }),
    'GET /v1/names/:name': () => {
      throw notFound('cannot find name');
    },
    'GET /metadata/v1/ft/:contract': ({ params: { contract = '' } }) => {
      const token = Object.values(TOKENS).find((candidate) => candidate.contract === contract);
      if (!token) throw notFound('Token not found');
      const { name, symbol, decimals, asset } = token;
      return {
        json: { name, symbol, decimals, asset_identifier: asset, tx_id: '', sender_address: contract.split('.')[0] },
      };
    },
  };
}

function addressIn(body: Buffer): string {
  try {
    const { address } = JSON.parse(body.toString('utf8')) as { address?: unknown };
    return typeof address === 'string' ? address : '';
  } catch {
    return '';
  }
}
