import { commands, env, window, type Disposable } from 'vscode';
import { RpcError } from '../../rpc/rpc-error.ts';
import { whereWouldItGo } from '../../live/where.ts';
import { chooseServer, chooseSet, type CommandTarget } from './choose.ts';
import type { LiveContext } from './live-context.ts';

const COPY = 'Copy Destination';

/** `kamailio.dispatcher.whereWouldItGo`: asks for a Call-ID and says which destination of a set its call is sent to. */
export function registerWhereWouldItGo(context: LiveContext): Disposable {
  return commands.registerCommand('kamailio.dispatcher.whereWouldItGo', (target: CommandTarget) =>
    ask(context, target),
  );
}

async function ask(context: LiveContext, target: CommandTarget): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined) return;
  const set = await chooseSet(server, target);
  if (set === undefined) return;
  const callId = await window.showInputBox({
    title: `Where would this call go? Set ${set.id} of ${server.profile.name}, algorithm 0 (hash over the Call-ID)`,
    prompt: 'Call-ID',
    placeHolder: 'a84b4c76e66710@client.example.com',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'The Call-ID is missing.' : undefined),
  });
  if (callId === undefined) return;
  try {
    const { destination, because } = await whereWouldItGo(server, set.id, callId.trim());
    const answer = destination === undefined ? 'It would go nowhere.' : `It would go to ${destination.uri}.`;
    const chosen = await window.showInformationMessage(
      `${answer} ${because}`,
      ...(destination === undefined ? [] : [COPY]),
    );
    if (chosen === COPY && destination !== undefined) await env.clipboard.writeText(destination.uri);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    void window.showErrorMessage(`${server.profile.name}: ${error.message}`);
  }
}
