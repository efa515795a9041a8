import { compareVersions } from '../../catalog/versions.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import { constantOf } from '../shared/constant-text.ts';
import { lastSetting, settingsOf, textOf } from '../shared/module-settings.ts';
import { listensOf, readAddress, type Address } from './bus.ts';
import { twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';

interface AddressSummary {
  readonly address: Address;
  /** Where the `server_address` stands. */
  readonly range: SourceRange;
  readonly listens: ReadonlySet<string>;
  /** The addresses that the node asks for others. */
  readonly contacts: readonly { readonly text: string; readonly address: Address; readonly range: SourceRange }[];
  /** Whether the version does not compare the machines that the addresses lead to. */
  readonly isByText: boolean;
}

const REPLICATED = `modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;dmqreplicate=1;")
`;

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
    wrong: twoNodes(['htable'], REPLICATED, REPLICATED).replace(
      '"notification_address", "sip:192.0.2.2:5060"',
      '"notification_address", "sip:192.0.2.2"',
    ),
    right: twoNodes(['htable'], REPLICATED, REPLICATED),
  },
  summarise(analysis) {
    const setting = lastSetting(analysis, 'dmq', 'server_address');
    const own = setting && textOf(setting);
    const constant = constantOf(setting?.valueToken);
    const address = own === undefined ? undefined : readAddress(own);
    if (!address || !constant) return undefined;
    const contacts = settingsOf(analysis, 'dmq', 'notification_address').flatMap((one) => {
      const text = textOf(one);
      const place = constantOf(one.valueToken);
      const contact = text === undefined ? undefined : readAddress(text);
      return text !== undefined && place && contact ? [{ text, address: contact, range: place.range }] : [];
    });
    const isByText = compareVersions(analysis.catalog.version, '5.8') < 0;
    return { address, range: constant.range, listens: listensOf(analysis), contacts, isByText };
  },
  compare({ own, others }, report) {
    if (!own.summary.isByText) return;
    for (const { text, address, range } of own.summary.contacts) {
      const meant =
        others.find(({ summary }) => summary.address.key === address.key) ??
        others.find(({ summary }) => summary.listens.has(address.key));
      if (!meant || meant.summary.address.told === address.written) continue;
      const isWritten = range.end - range.start === text.length;
      report({
        range,
        message: `${text} and ${meant.name}, as that node calls itself, are two nodes to module 'dmq': it gets every change twice`,
        related: [{ range: meant.summary.range, message: 'the address of the other node' }],
        ...(isWritten ? { replacement: meant.name } : {}),
      });
    }
  },
};
