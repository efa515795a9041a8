import { existsIn } from '../../catalog/versions.ts';
import { attributeOf } from '../entry-values.ts';
import { findAttribute } from '../facts.ts';
import type { ListReading } from '../list-reading.ts';
import type { ListEntry, Piece } from '../list.ts';
import { hasSocket, isNameOfSocket, parseSocket, socketsOf } from '../sockets.ts';
import type { ListCheck, ListFinding } from './list-check.ts';
import { severityOfDropping } from './shared/configurations.ts';

export const socket: ListCheck = {
  code: 'list-socket',
  severity: 'warning',
  category: 'lists',
  summary: 'A destination asks for a local socket that the configuration does not listen on: the line is passed over.',
  advice: 'Name a socket of a `listen`, or add one.',
  documentation: {
    why: `\`socket\` and \`sockname\` choose where requests to the destination leave from. It has to be one that Kamailio listens on;
for any other the line is dropped while the list is loaded.`,
    wrong: `--- dispatcher.list
1 sip:192.0.2.10:5060 0 0 socket=udp:192.0.2.1:5080
--- kamailio.cfg
listen = udp:192.0.2.1:5060
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    ds_select_dst("1", "4");
    exit;
}
`,
    right: `--- dispatcher.list
1 sip:192.0.2.10:5060 0 0 socket=udp:192.0.2.1:5060
--- kamailio.cfg
listen = udp:192.0.2.1:5060
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")

request_route {
    ds_select_dst("1", "4");
    exit;
}
`,
  },
  check(reading, report) {
    if (reading.configurations.length === 0) return;
    const severity = severityOfDropping(reading);
    for (const entry of reading.list.entries) {
      if (entry.attributes.length === 0) continue;
      const found = checkName(reading, entry) ?? checkAddress(reading, entry, 'socket');
      if (found) report({ ...found, severity });
      const pings = checkAddress(reading, entry, 'ping_socket');
      if (pings) report({ ...pings, severity });
    }
  },
};

function valueOf(entry: ListEntry, name: string): Piece | undefined {
  const value = attributeOf(entry, name)?.value;
  return value && !value.isTemplate && value.text !== '' ? value : undefined;
}

function checkName({ configurations }: ListReading, entry: ListEntry): ListFinding | undefined {
  const name = valueOf(entry, 'sockname');
  if (!name) return undefined;
  const isMissing = configurations.some((analysis) => {
    const { all, isComplete } = socketsOf(analysis);
    return isComplete && all.every((known) => known.name?.toLowerCase() !== name.text.toLowerCase());
  });
  if (!isMissing) return undefined;
  return { at: name, message: `no listen has the name '${name.text}': Kamailio passes the line over` };
}

function checkAddress(
  { configurations, version }: ListReading,
  entry: ListEntry,
  attribute: 'socket' | 'ping_socket',
): ListFinding | undefined {
  const fact = findAttribute(attribute);
  if (!fact || !existsIn(fact, version)) return undefined;
  // A name of a socket is looked at first, and the address then not at all.
  if (attribute === 'socket' && attributeOf(entry, 'sockname')?.value?.text) return undefined;
  const value = valueOf(entry, attribute);
  const wanted = value && parseSocket(value.text);
  if (!wanted) return undefined;
  if (!configurations.some((analysis) => hasSocket(socketsOf(analysis), wanted) === false)) return undefined;
  const isName = configurations.some((analysis) => isNameOfSocket(socketsOf(analysis), wanted.host));
  const message = isName
    ? `'${value.text}' is the name of a listen, which 'sockname' takes: Kamailio looks for an address and passes the line over`
    : `Kamailio does not listen on ${value.text} and passes the line over`;
  return { at: value, message };
}
