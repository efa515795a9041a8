import { existsIn } from '../../catalog/versions.ts';
import { integerOf } from '../entry-values.ts';
import { findAttribute, type AttributeFact } from '../facts.ts';
import type { Piece } from '../list.ts';
import { parseUri } from '../parse-uri.ts';
import { parseSocket } from '../sockets.ts';
import { hasStandIn } from '../stand-ins.ts';
import type { ListCheck } from './list-check.ts';
import { severityOfDropping } from './shared/configurations.ts';

export const attributeValue: ListCheck = {
  code: 'list-attribute-value',
  severity: 'warning',
  category: 'lists',
  summary: 'An attribute has a value that is not of its kind or out of its range.',
  advice: 'Write a value that the attribute takes.',
  documentation: {
    why: `Numbers are read up to the first character that is no digit, so that a slip gives another number or 0. A \`socket\` that is
none makes Kamailio drop the line.`,
    wrong: `1 sip:192.0.2.10:5060 0 0 duid=a;weight=50%
`,
    right: `1 sip:192.0.2.10:5060 0 0 duid=a;weight=50
`,
  },
  check(reading, report) {
    for (const { attributes } of reading.list.entries) {
      for (const { name, value } of attributes) {
        const fact = findAttribute(name.text);
        if (!fact || !value || value.isTemplate || name.isTemplate || !existsIn(fact, reading.version)) continue;
        const at = value.start < value.end ? value : name;
        if (fact.type === 'integer') {
          const message = explainInteger(fact, value);
          if (message !== undefined) report({ at, message });
        } else if (hasStandIn(value.text)) {
          continue;
        } else if (fact.type === 'socket' && value.text !== '' && !parseSocket(value.text)) {
          const message = `'${value.text}' is no socket ([udp|tcp|tls|sctp:]host[:port]): Kamailio passes the line over`;
          report({ at, message, severity: severityOfDropping(reading) });
        } else if (fact.type === 'uri' && value.text !== '' && 'fault' in parseUri(value.text)) {
          report({ at, message: `'${value.text}' is no SIP URI` });
        }
      }
    }
  },
};

function explainInteger(fact: AttributeFact, { text }: Piece): string | undefined {
  const { name, minimum, maximum, otherwise } = fact;
  const range =
    minimum === undefined ? '' : maximum === undefined ? ` from ${minimum}` : ` from ${minimum} to ${maximum}`;
  if (text === '') return `'${name}' has no value; it ${otherwise ?? 'counts as 0'}`;
  const value = integerOf({ start: 0, end: 0, text, isTemplate: false });
  const isInRange = (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
  if (!/^[+-]?\d+$/.test(text)) {
    const isRead = /^[+-]?\d/.test(text) && isInRange && name !== 'latency';
    const effect = isRead ? `Kamailio reads ${value}` : `it ${otherwise ?? 'counts as 0'}`;
    return `'${name}' is a number${range}, not '${text}'; ${effect}`;
  }
  return isInRange ? undefined : `'${name}' is a number${range}; ${text} ${otherwise ?? 'counts as 0'}`;
}
