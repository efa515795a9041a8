import { hasSocket, socketsOf } from '../../dispatcher-list/sockets.ts';
import { REPLICATED_TABLE, twoNodes } from './examples.ts';
import type { Address } from './bus.ts';
import type { NodeRule } from './node-rule.ts';
import { placedAddresses, proposeAddress, type PlacedAddresses } from './placed-addresses.ts';

interface AddressSummary extends PlacedAddresses {
  /** Whether the node listens at an address; undefined where that is not known. */
  readonly listensAt: (address: Address) => boolean | undefined;
}

export const nodeAddressUnknown: NodeRule<AddressSummary> = {
  code: 'node-address-unknown',
  severity: 'warning',
  category: 'replication',
  summary: 'A node asks another one for nodes at a port or over a transport that the other does not listen on.',
  advice: 'Write the notification_address exactly as the server_address of the other node.',
  documentation: {
    why:
      'The two are nodes of one dmq bus, as the other one asks this one, or both hang together through further nodes. But ' +
      'this one asks where nobody answers: mostly the other has got another port since. After a start it finds the other ' +
      'only when that one pings it, which can take `ping_interval` seconds, and has none of the shared data until then.\n\n' +
      'Nodes are compared when the editor knows both configurations, or `kamailio-lint` is given both. Nothing is said of ' +
      'hosts that have several known nodes, and of the loopback address.',
    wrong: twoNodes(['htable'], REPLICATED_TABLE, REPLICATED_TABLE).replace(
      '"notification_address", "sip:192.0.2.2:5060"',
      '"notification_address", "sip:192.0.2.2:5062"',
    ),
    right: twoNodes(['htable'], REPLICATED_TABLE, REPLICATED_TABLE),
  },
  summarise(analysis) {
    const addresses = placedAddresses(analysis);
    return addresses && { ...addresses, listensAt: ({ socket }) => hasSocket(socketsOf(analysis), socket) };
  },
  compare({ own, others }, report) {
    for (const contact of own.summary.contacts) {
      const { text, address, range } = contact;
      const onHost = [own, ...others].filter(({ summary }) => summary.address.socket.host === address.socket.host);
      const [meant] = onHost;
      if (!meant || onHost.length > 1 || meant === own || address.isLoopback) continue;
      if (meant.summary.address.key === address.key || meant.summary.listensAt(address) !== false) continue;
      report({
        range,
        message: `no node is known at ${text}: the one on that host is ${meant.name}, and it does not listen there`,
        related: [{ range: meant.summary.range, message: 'the address of the other node' }],
        ...proposeAddress(contact, meant.name),
      });
    }
  },
};
