import { listenSockets, type ListenAddress } from '../semantic/listen-sockets.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';

export const duplicateListen: Rule = {
  code: 'duplicate-listen',
  severity: 'warning',
  category: 'settings',
  summary: 'The same address, port and transport is listened on twice.',
  advice: 'Correct the second one, or remove it.',
  documentation: {
    why:
      'Kamailio drops the second socket without a word, with its name and what it is advertised as. Mostly another port or ' +
      'transport was meant.',
    wrong: `listen=udp:127.0.0.1:5060
listen=udp:127.0.0.1:5060
`,
    right: `listen=udp:127.0.0.1:5060
listen=udp:127.0.0.1:5061
`,
  },
  check({ program }, report) {
    const first = new Map<string, SourceRange>();
    // The port where none is written, unless the setting changes it.
    const standard = program.symbols.settings.some(({ name }) => name.image === 'port') ? undefined : 5060;
    const faulty = new Set(
      program.findings.filter(({ severity }) => severity === 'error').map(({ range }) => lineOf(range)),
    );
    for (const { addresses, range } of listenSockets(program.symbols)) {
      // What cannot be read to its end, a define's value at that, may say something else.
      if (faulty.has(lineOf(range))) continue;
      for (const address of addresses ?? []) {
        const key = keyOf(address, standard);
        const before = first.get(key);
        if (!before) first.set(key, range);
        else if (before !== range) {
          const related = [{ range: before, message: 'the first one' }];
          report({ range, message: `this socket is already listened on: Kamailio drops this line`, related });
          break;
        }
      }
    }
  },
};

function lineOf({ source, start }: SourceRange): string {
  return `${source.uri} ${source.lineAt(start)}`;
}

/** What two listens have in common that mean the same. */
function keyOf({ protocol, hosts, port, lastPort }: ListenAddress, standard: number | undefined): string {
  // With the transport left out each of them has its own default.
  const written = port ?? (protocol === 'tls' || protocol === undefined ? undefined : standard);
  return [protocol, hosts.join(','), written, lastPort].join(' ');
}
