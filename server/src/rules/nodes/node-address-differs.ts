import { compareVersions } from '../../catalog/versions.ts';
import { listensOf } from './bus.ts';
import { REPLICATED_TABLE, twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';
import { placedAddresses, proposeAddress, type PlacedAddresses } from './placed-addresses.ts';

interface AddressSummary extends PlacedAddresses {
  readonly listens: ReadonlySet<string>;
  /** Whether the version does not compare the machines that the addresses lead to. */
  readonly isByText: boolean;
}

export const nodeAddressDiffers: NodeRule<AddressSummary> = {
  code: 'node-address-differs',
  severity: 'warning',
  category: 'replication',
  summary: 'A node asks another one for nodes at an address that is not written as that node writes its own.',
  advice: 'Write the notification_address exactly as the server_address of the other node, with its port.',
  versions: { since: '5.5', until: '5.7' },
  documentation: {
    why:
      'A node that answers tells its own `server_address`. Up to Kamailio 5.7 that is another node to dmq where the host, ' +
      'the port or the transport are written in another way, as without the port: the same node is listed twice and gets ' +
      'every change twice, and in the end it lists itself as a remote node and sends its changes to itself, too.\n\n' +
      'Nodes are compared when the editor knows both configurations, or `kamailio-lint` is given both, and the one asks ' +
      'the other for nodes.',
    wrong: twoNodes(['htable'], REPLICATED_TABLE, REPLICATED_TABLE).replace(
      '"notification_address", "sip:192.0.2.2:5060"',
      '"notification_address", "sip:192.0.2.2"',
    ),
    right: twoNodes(['htable'], REPLICATED_TABLE, REPLICATED_TABLE),
  },
  summarise(analysis) {
    const addresses = placedAddresses(analysis);
    if (!addresses) return undefined;
    const isByText = compareVersions(analysis.catalog.version, '5.8') < 0;
    return { ...addresses, listens: listensOf(analysis), isByText };
  },
  compare({ own, others }, report) {
    if (!own.summary.isByText) return;
    for (const contact of own.summary.contacts) {
      const { text, address, range } = contact;
      const meant =
        others.find(({ summary }) => summary.address.key === address.key) ??
        others.find(({ summary }) => summary.listens.has(address.key));
      if (!meant || meant.summary.address.told === address.written) continue;
      report({
        range,
        message: `${text} and ${meant.name}, as that node calls itself, are two nodes to module 'dmq': it gets every change twice`,
        related: [{ range: meant.summary.range, message: 'the address of the other node' }],
        ...proposeAddress(contact, meant.name),
      });
    }
  },
};
