/** Commands of the dmq module (dmq.c, Kamailio 5.5 to 6.2). */
import type { DmqNode } from '../../live/types.ts';
import type { RpcCallOptions, RpcClient } from '../types.ts';
import { ReplyReader } from './reply-reader.ts';

/** The nodes that this one knows, itself included. */
export async function listDmqNodes(client: RpcClient, options: RpcCallOptions = {}): Promise<readonly DmqNode[]> {
  const reply = new ReplyReader('dmq.list_nodes', await client.call('dmq.list_nodes', [], options));
  return reply.list().map((element) => {
    const node = element.struct();
    return {
      host: node.get('host').text(),
      // A node whose URI has no port: the protocol's own is meant, and Kamailio writes none.
      port: node.text('port') ?? '',
      protocol: node.text('proto'),
      address: node.text('resolved_ip') ?? '',
      status: node.get('status').text(),
      isLocal: (node.number('local') ?? 0) !== 0,
      lastNotification: node.number('last_notification') ?? 0,
      failures: node.number('fail_count'),
    };
  });
}

/** Takes a node off the list of this one, until it announces itself again. `uri` as `sip:host:port`. */
export async function removeDmqNode(client: RpcClient, uri: string, options: RpcCallOptions = {}): Promise<void> {
  await client.call('dmq.remove', [uri], options);
}
