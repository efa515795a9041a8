import { commands, type Disposable } from 'vscode';
import { addressOf } from '../../views/servers/world.ts';
import { chooseNode, chooseServer, type CommandTarget } from './choose.ts';
import type { LiveContext } from './live-context.ts';
import { mayChange, runAction } from './run-action.ts';

/** `kamailio.dmq.removeNode`: takes a node out of the list of a server. */
export function registerRemoveNode(context: LiveContext): Disposable {
  return commands.registerCommand('kamailio.dmq.removeNode', async (target: CommandTarget) => {
    const server = await chooseServer(context, target);
    if (server === undefined || !(await mayChange(context, server))) return;
    const node = await chooseNode(server, target);
    if (node !== undefined) await runAction(context, server, { kind: 'dmq-remove', node: `sip:${addressOf(node)}` });
  });
}
