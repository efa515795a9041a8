import type { Piece } from '../list.ts';
import { extraHostSigns } from '../../semantic/host-signs.ts';
import type { ListReading } from '../list-reading.ts';
import { parseUri, URI_FAULTS } from '../parse-uri.ts';
import { hasStandIn } from '../stand-ins.ts';
import { numberOf } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';
import { severityOfDropping } from './shared/configurations.ts';
import { misplacedColumn } from './shared/entries.ts';

/** The bit of the flags that keeps Kamailio from resolving the host. */
const NO_DNS = 16;

export const uri: ListCheck = {
  code: 'list-uri',
  severity: 'warning',
  category: 'lists',
  summary:
    'A destination is no URI that Kamailio can read, or its host can never be resolved: the line is passed over.',
  advice: 'Write sip:host:port, with ;transport=… behind it if need be.',
  documentation: {
    why: `Kamailio drops the line and goes on, with an error in the log. A host that no name server can know is dropped the same
way, unless flag 16 says that names are not to be resolved.`,
    wrong: `1 sip:192.0.2.10:506000
`,
    right: `1 sip:192.0.2.10:5060
`,
  },
  check(reading, report) {
    const severity = severityOfDropping(reading);
    for (const entry of reading.list.entries) {
      const { uri: piece, destination: result } = entry;
      if (!piece || !result) continue;
      const column = misplacedColumn(entry, reading.version);
      // Both say already what this line's destination is.
      if (column === 'set-id' || (column === 'separator' && entry.setId.end === piece.start)) continue;
      if ('fault' in result) {
        if (hasStandIn(piece.text) || isAllowed(piece.text, reading)) continue;
        const message = `Kamailio cannot read this URI and passes the line over: ${URI_FAULTS[result.fault]}`;
        report({ at: faultPlace(piece, result.at), message, severity });
        continue;
      }
      const { host } = result.uri;
      const flags = numberOf(entry.flags);
      if (flags === undefined || (flags & NO_DNS) !== 0 || !isUnresolvable(host)) continue;
      const from = piece.start + Math.max(0, piece.text.indexOf(host));
      const message = `'${host}' is no address and no host name: Kamailio cannot resolve it and passes the line over`;
      report({ at: { start: from, end: from + host.length }, message, severity });
    }
  },
};

/** Whether a configuration of the list lets host names have the signs of this one. */
function isAllowed(uri: string, { configurations }: ListReading): boolean {
  return configurations.some(({ program }) => {
    const signs = extraHostSigns(program);
    return signs !== '' && !('fault' in parseUri(uri, signs));
  });
}

/** From the fault to the end of the part that it stands in. */
function faultPlace(piece: Piece, at: number): { start: number; end: number } {
  if (at <= 0 || at >= piece.text.length) return piece;
  const rest = /^[^;?]*/.exec(piece.text.slice(at))?.[0] ?? '';
  return { start: piece.start + at, end: piece.start + at + Math.max(1, rest.length) };
}

/** Whether a host can be neither an address nor a name, wherever Kamailio runs. */
function isUnresolvable(host: string): boolean {
  if (host === '' || host.startsWith('[')) return false;
  if (/^\d+(?:\.\d+){3}$/.test(host)) return host.split('.').some((part) => Number(part) > 255);
  return !/^[\w.-]+$/.test(host);
}
