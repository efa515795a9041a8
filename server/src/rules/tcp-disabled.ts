import type { Analysis } from '../semantic/analysis.ts';
import { listenSockets } from '../semantic/listen-sockets.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { readNumber } from '../syntax/number-literal.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { allOf } from './shared/wording.ts';

/** Modules whose requests come over TCP alone. */
const OVER_TCP = ['xhttp', 'websocket', 'msrp', 'tls', 'tls_wolfssl'];

export const tcpDisabled: Rule = {
  code: 'tcp-disabled',
  severity: 'warning',
  category: 'settings',
  summary: 'TCP is switched off although something needs it.',
  advice: 'Remove disable_tcp, or add a listen for TCP; else remove what needs TCP.',
  documentation: {
    why:
      'HTTP, WebSocket, MSRP and TLS run over TCP. With `disable_tcp=yes` Kamailio passes over every TCP and TLS `listen` ' +
      'without a word; with UDP listens alone it opens no TCP socket. The modules start all the same and never get a ' +
      'request.',
    wrong: `disable_tcp=yes
listen=udp:127.0.0.1:5060
listen=tcp:127.0.0.1:8090
request_route {
  exit;
}
`,
    right: `listen=udp:127.0.0.1:5060
listen=tcp:127.0.0.1:8090
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    const sockets = listenSockets(analysis.program.symbols);
    const users = OVER_TCP.filter((module) => facts.isLoaded(module));
    const switched = disablingSetting(analysis);
    if (switched) {
      const listens = sockets.filter(({ addresses }) =>
        addresses?.some(({ protocol }) => protocol === 'tcp' || protocol === 'tls'),
      );
      if (listens.length === 0 && users.length === 0) return;
      const what = users.length > 0 ? describe(users) : 'its TCP listens are passed over';
      report({
        range: switched,
        message: `TCP is switched off: ${what}`,
        related: listens.map(({ range }) => ({ range, message: 'a listen that is passed over' })),
      });
      return;
    }
    if (users.length === 0 || sockets.length === 0 || facts.isIncomplete || !isWhole(analysis)) return;
    const isWithout = sockets.every(({ addresses }) =>
      addresses?.every(({ protocol }) => protocol === 'udp' || protocol === 'sctp'),
    );
    if (!isWithout || mayStandElsewhere(analysis, /^[ \t]*(?:listen|socket)[ \t]*=/m)) return;
    const load = facts.loads.get(users[0] ?? '');
    if (!load) return;
    report({ range: valueRange(load.module.token), message: `no listen takes TCP: ${describe(users)}` });
  },
};

function describe(users: readonly string[]): string {
  return `${users.length > 1 ? 'modules' : 'module'} ${allOf(users.map((user) => `'${user}'`))} never get${users.length > 1 ? '' : 's'} a request`;
}

/** The value of the last `disable_tcp`, if it says yes. */
function disablingSetting({ program }: Analysis): SourceRange | undefined {
  const setting = program.symbols.settings.findLast(({ name }) => name.image === 'disable_tcp');
  const value = setting?.node.value;
  const token = value?.kind === 'literalValue' ? setting?.item.tokens[value.token] : undefined;
  return token && (readNumber(token) ?? 0) !== 0 ? valueRange(token) : undefined;
}
