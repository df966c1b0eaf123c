import { describe, expect, it } from 'vitest';
import type { PageAnswer, PageMessage } from '../messages/page.js';
import { createWalletRequest } from './wallet-request.js';

const ACCOUNT = { address: 'SP000000000000000000002Q6VF78', publicKey: `02${'ab'.repeat(32)}` };

function scene(answer: PageAnswer | undefined) {
  const asked: PageMessage[] = [];
  const request = createWalletRequest(async (message) => {
    asked.push(message);
    return answer;
  });
  return { request, asked };
}

describe('what a wallet picker asks', () => {
  it('is answered as JSON-RPC, with the address and its public key', async () => {
    const { request, asked } = scene({ type: 'addresses', ...ACCOUNT });
    const result = { addresses: [{ symbol: 'STX', ...ACCOUNT }] };
    expect(await request('getAddresses', { network: 'mainnet' })).toEqual({ jsonrpc: '2.0', id: '1', result });
    expect(await request('stx_getAddresses')).toEqual({ jsonrpc: '2.0', id: '2', result });
    // Nothing of what the page says goes on.
    expect(asked).toEqual([{ type: 'addresses' }, { type: 'addresses' }]);
  });

  it.each<[string, PageAnswer | undefined]>([
    ['refused', { type: 'refused', code: 'declined' }],
    ['answered with something else', { type: 'done' }],
    ['not answered, because the extension is gone', undefined],
  ])('rejects with 4001 where it is %s', async (_, answer) => {
    await expect(scene(answer).request('getAddresses')).rejects.toMatchObject({ name: 'Error', code: 4001 });
  });

  it.each([
    'stx_transferStx',
    'stx_transferSip10Ft',
    'stx_callContract',
    'stx_signTransaction',
    'stx_signMessage',
    'stx_signStructuredMessage',
    'sendTransfer',
    'signPsbt',
    'wallet_connect',
    'toString',
    '',
  ])('is no method of ours: %s', async (method) => {
    const { request, asked } = scene({ type: 'addresses', ...ACCOUNT });
    await expect(request(method, {})).rejects.toMatchObject({ code: -32601 });
    expect(asked).toEqual([]);
  });
});
