import { existsIn } from '../../catalog/versions.ts';
import { attributeOf } from '../entry-values.ts';
import { findAttribute } from '../facts.ts';
import type { ListReading } from '../list-reading.ts';
import type { ListEntry, Piece } from '../list.ts';
import { hasSocket, parseSocket, socketsOf } from '../sockets.ts';
import type { ListCheck, ListFinding } from './list-check.ts';
import { severityOfDropping } from './shared/configurations.ts';

export const socket: ListCheck = {
  code: 'list-socket',
  severity: 'warning',
  category: 'lists',
  summary: 'A destination asks for a local socket that the configuration does not listen on: the line is passed over.',
  advice: 'Name a socket of a `listen`, or add one.',
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
  return { at: value, message: `Kamailio does not listen on ${value.text} and passes the line over` };
}
