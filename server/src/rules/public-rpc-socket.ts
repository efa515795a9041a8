import type { Rule } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';

/** Parameters with the address of a socket on which a module runs commands for whoever writes to it. */
const SOCKETS: Readonly<Record<string, readonly string[]>> = {
  ctl: ['binrpc'],
  evapi: ['bind_addr'],
  jsonrpcs: ['dgram_socket', 'tcp_socket'],
};

export const publicRpcSocket: Rule = {
  code: 'public-rpc-socket',
  severity: 'warning',
  category: 'operations',
  summary: 'A module takes commands on an address that can be reached from outside.',
  advice: 'Use a Unix socket or a loopback address, or one of a private network that a firewall guards.',
  documentation: {
    why:
      'These sockets know no passwords: whoever reaches them can read everything that runs, take gateways out of service, ' +
      'or stop Kamailio. On `0.0.0.0` that is every network the machine is in.',
    wrong: `loadmodule "ctl.so"
modparam("ctl", "binrpc", "tcp:0.0.0.0:2049")
`,
    right: `loadmodule "ctl.so"
modparam("ctl", "binrpc", "tcp:127.0.0.1:2049")
`,
  },
  check(analysis, report) {
    for (const [module, parameters] of Object.entries(SOCKETS)) {
      if (!factsOf(analysis).isLoaded(module)) continue;
      for (const setting of parameters.flatMap((parameter) => settingsOf(analysis, module, parameter))) {
        const constant = textOf(setting) === undefined ? undefined : constantOf(setting.valueToken);
        const host = constant && hostOf(constant.text);
        const reach = host === undefined ? undefined : describeReach(host.text);
        if (!constant || !host || reach === undefined) continue;
        const range = constant.rangeOf(host.at, host.at + host.text.length);
        const message = `'${setting.parameter}' of module '${module}' takes commands ${reach}, and asks for no password`;
        report({ range: range.end > range.start ? range : constant.range, message });
      }
    }
  },
};

/** The host of `tcp:host:port`, `udp:host:port` or `host:port`; nothing for a path. A number alone is a port. */
function hostOf(text: string): { text: string; at: number } | undefined {
  if (text.includes('/') || /^(?:unix[sd]?|fifo):/i.test(text)) return undefined;
  const scheme = /^(?:tcp|udp):/i.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length);
  if (/^\d+$/.test(rest)) return { text: '*', at: scheme.length };
  const [whole, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\w*)?$/.exec(rest) ?? [];
  if (whole === undefined) return undefined;
  return bracketed === undefined ? { text: plain, at: scheme.length } : { text: bracketed, at: scheme.length + 1 };
}

/** From where an address is reached; nothing for those of the machine, of private networks, and for names. */
function describeReach(host: string): string | undefined {
  if (host === '*' || host === '0.0.0.0' || host === '::') return 'on every network of the machine';
  const isIpv4 = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  if (!isIpv4 && !host.includes(':')) return undefined;
  const isInside = isIpv4
    ? /^(?:127|10|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host)
    : /^(?:::1$|f[cd]|fe[89ab])/i.test(host);
  return isInside ? undefined : 'on a public address';
}
