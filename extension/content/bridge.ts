/** In the isolated world: passes messages on between the page and the worker, and understands none of them; and speaks for itself of the page. */

import { extensionApi } from '../browser/extension-api.js';
import type { BridgeMessage } from '../messages/bridge.js';
import { offerPort } from './handshake.js';
import { tellPresence } from './presence.js';
import { tellWorker } from './tell-worker.js';
import { veil } from './veil.js';

const { port1, port2 } = new MessageChannel();
const isTouched = tellPresence(tell);

port1.onmessage = async ({ data }) => {
  const { id, message } = Object(data);
  const answer = await tell({ type: 'said', message, isTouched: isTouched(), at: Date.now() });
  port1.postMessage({ id, answer });
};
offerPort(document, port2);
veil(() => tell({ type: 'visit' }));

function tell(message: BridgeMessage): Promise<unknown> {
  const { runtime } = extensionApi;
  return tellWorker(message, { send: (said) => runtime.sendMessage(said), isThere: () => runtime?.id !== undefined });
}
