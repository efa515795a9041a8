import { listenSockets } from '../semantic/listen-sockets.ts';
import type { Rule } from './rule.ts';

const HIGHEST = 65_535;

export const portOutOfRange: Rule = {
  code: 'port-out-of-range',
  severity: 'warning',
  category: 'settings',
  summary: 'A socket has a port that there is not.',
  advice: 'Give a port from 1 to 65535.',
  documentation: {
    why:
      'Kamailio keeps the lower 16 bits of the number and listens there: 70000 becomes 4464. Nothing is logged, and ' +
      'nobody finds the server where it is said to be.',
    wrong: `listen=udp:127.0.0.1:70000
request_route {
  exit;
}
`,
    right: `listen=udp:127.0.0.1:7000
request_route {
  exit;
}
`,
  },
  check({ program }, report) {
    for (const { addresses = [], advertise, range } of listenSockets(program.symbols)) {
      const ports = [...addresses, ...(advertise ? [advertise] : [])].flatMap(({ port, lastPort }) => [port, lastPort]);
      const wrong = ports.find((port) => port !== undefined && port > HIGHEST);
      if (wrong === undefined) continue;
      report({ range, message: `there is no port ${wrong}; Kamailio takes ${wrong % (HIGHEST + 1)} for it` });
    }
  },
};
