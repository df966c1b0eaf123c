/** The way to the worker. */

import { extensionApi } from '../../browser/extension-api.js';
import { askWorker, type PanelAnswers, type PanelMessage } from '../../messages/panel.js';

/** @throws an error whose `code` is a refusal's */
export function ask<Message extends PanelMessage>(message: Message): Promise<PanelAnswers[Message['type']]> {
  const send = (one: unknown) => extensionApi.runtime.sendMessage(one);
  return askWorker(send, message as Parameters<typeof askWorker>[1]) as Promise<PanelAnswers[Message['type']]>;
}

/** A page of ours, in a tab of its own; the one that is there already is shown instead. */
export async function openPage(name: 'onboarding' | 'history' | 'options', hash = ''): Promise<void> {
  const url = extensionApi.runtime.getURL(`pages/${name}/${name}.html`) + hash;
  await extensionApi.tabs.create({ url });
}
