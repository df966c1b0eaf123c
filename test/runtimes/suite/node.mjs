/** A Stacks node with the API in front of it, as a `fetch`: by default it takes each transaction and mines it at once. */

import { decodeTransaction, formatPrincipal, hexFromBytes, originAddress, transactionId } from 'x402pay/stacks';

/**
 * `behaviour`: `mine`, `keep` (in the mempool), `abort` (mined, and undone), or the reason of a refusal. `asked` counts requests.
 *
 * @param {() => number} clock Unix milliseconds
 */
export function scriptedNode(clock) {
  const node = { behaviour: 'mine', asked: 0, transactions: new Map(), executed: null, fetch: undefined };
  const mine = (bytes, status = 'success') => {
    const transaction = decodeTransaction(bytes);
    const time = Math.floor(clock() / 1000);
    node.transactions.set(transactionId(bytes), { bytes, status, time, transfers: transfersOf(transaction) });
    node.executed = Number(transaction.origin.nonce);
  };
  const broadcast = (bytes) => {
    const txid = transactionId(bytes);
    if (node.transactions.get(txid)?.time !== undefined) return refusal('BadNonce');
    if (node.behaviour === 'mine') mine(bytes);
    else if (node.behaviour === 'keep') node.transactions.set(txid, { bytes, status: 'pending', transfers: [] });
    else if (node.behaviour === 'abort') mine(bytes, 'abort_by_response');
    else return refusal(node.behaviour);
    return Response.json(txid);
  };
  node.mine = mine;
  node.fetch = async (input, init) => {
    node.asked += 1;
    // As the platform's `fetch` would, this refuses options that the platform does not know.
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname === '/v2/transactions') return broadcast(new Uint8Array(await request.arrayBuffer()));
    if (pathname === '/v2/info') return Response.json({ burn_block_height: 100 });
    if (pathname.endsWith('/nonces')) return Response.json({ last_confirmed_nonce: node.executed });
    const [, id, rest] = /^\/extended\/v[13]\/(?:tx|transactions)\/0x([\da-f]{64})(.*)$/.exec(pathname) ?? [];
    const known = node.transactions.get(id);
    if (!known) return Response.json({ error: 'not found' }, { status: 404 });
    if (rest === '/raw') return Response.json({ raw_tx: `0x${hexFromBytes(known.bytes)}` });
    if (rest === '/events') return Response.json({ results: known.transfers.map(eventOf) });
    const block = known.time === undefined ? {} : { block: { time: known.time }, bitcoin_block: { height: 90 } };
    return Response.json({ tx_id: `0x${id}`, status: known.status, ...block, result: { repr: '(ok true)' } });
  };
  return node;
}

function refusal(reason) {
  return Response.json({ error: 'transaction rejected', reason, reason_data: {} }, { status: 400 });
}

/** What an honest chain records. Calls of `pay` are shared 80 to 20. */
function transfersOf(transaction) {
  const { payload, postConditions } = transaction;
  const sender = originAddress(transaction);
  if (payload.type === 'token-transfer') {
    return [{ sender, recipient: formatPrincipal(payload.recipient), amount: payload.amount }];
  }
  const token = postConditions.find(({ type }) => type === 'fungible')?.token;
  const asset = token && `${formatPrincipal(token.contract)}::${token.name}`;
  const [first, second, third] = payload.functionArguments;
  if (payload.functionName === 'transfer') {
    return [{ asset, sender, recipient: formatPrincipal(third.value), amount: first.value }];
  }
  const share = (second.value * 4n) / 5n;
  return [
    { asset, sender, recipient: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC', amount: share },
    { asset, sender, recipient: 'ST2NEB84ASENDXKYGJPQW86YXQCEFEX2ZQPG87ND', amount: second.value - share },
  ];
}

function eventOf({ asset, amount, ...ends }) {
  const details = { type: 'transfer', ...ends, amount: String(amount) };
  return asset === undefined
    ? { type: 'stx_asset', stx_asset: details }
    : { type: 'ft_asset', ft_asset: { ...details, asset_identifier: asset } };
}
