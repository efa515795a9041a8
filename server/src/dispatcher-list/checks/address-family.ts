import type { Analysis } from '../../semantic/analysis.ts';
import { socketsOf } from '../sockets.ts';
import type { ListCheck } from './list-check.ts';
import { severityOfDropping } from './shared/configurations.ts';

export const addressFamily: ListCheck = {
  code: 'list-address-family',
  severity: 'warning',
  category: 'lists',
  summary:
    'A destination is an IPv6 address, but Kamailio listens on IPv4 only: the line is passed over without a word.',
  advice: 'Add a `listen` with an IPv6 address, and leave dns_try_ipv6 on.',
  documentation: {
    why: `Without a socket of that family there is nothing to send from. Kamailio drops the line while it loads the list, without a
message that names it.`,
    wrong: `--- dispatcher.list
1 sip:[2001:db8::10]:5060
1 sip:192.0.2.10:5060
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
1 sip:192.0.2.10:5060
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
    const { configurations, list } = reading;
    if (!configurations.some(hasNoIpv6)) return;
    const severity = severityOfDropping(reading);
    for (const { uri, destination } of list.entries) {
      if (!uri || !destination || 'fault' in destination || !destination.uri.host.startsWith('[')) continue;
      const start = uri.start + uri.text.indexOf(destination.uri.host);
      const message = 'Kamailio listens on no IPv6 address and passes this line over without a message';
      report({ at: { start, end: start + destination.uri.host.length }, message, severity });
    }
  },
};

/** Kamailio then switches `dns_try_ipv6` off (main.c), and `pack_dest()` takes no IPv6 address. */
function hasNoIpv6(analysis: Analysis): boolean {
  const { all, isComplete } = socketsOf(analysis);
  return isComplete && all.every(({ host }) => !host.includes(':'));
}
