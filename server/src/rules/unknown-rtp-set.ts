import type { Analysis } from '../semantic/analysis.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { effectiveInteger, hasUnknownSetting, isNeverSet, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { allOf } from './shared/wording.ts';

/** How each module is told its sets, and how the script chooses one. */
const MODULES: Readonly<
  Record<
    string,
    { readonly sockets: string; readonly choosing: string; readonly using: RegExp; readonly standard?: string }
  >
> = {
  rtpengine: {
    sockets: 'rtpengine_sock',
    choosing: 'set_rtpengine_set',
    using: /^rtpengine_(?:offer|answer|manage)$/,
    standard: 'setid_default',
  },
  rtpproxy: { sockets: 'rtpproxy_sock', choosing: 'set_rtp_proxy_set', using: /^rtpproxy_(?:offer|answer|manage)$/ },
};

export const unknownRtpSet: Rule = {
  code: 'unknown-rtp-set',
  severity: 'error',
  category: 'calls',
  summary: 'A set of media proxies is chosen that is not configured.',
  advice: 'Correct the number, or add the set with rtpengine_sock or rtpproxy_sock, written "2 == udp:…".',
  documentation: {
    why: 'The functions look for a set with a constant number when Kamailio starts, which ends where there is none.',
    wrong: `loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "1 == udp:127.0.0.1:2223")
request_route {
  set_rtpengine_set("2");
}
`,
    right: `loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "1 == udp:127.0.0.1:2223")
modparam("rtpengine", "rtpengine_sock", "2 == udp:127.0.0.2:2223")
request_route {
  set_rtpengine_set("2");
}
`,
  },
  check(analysis, report) {
    if (!isWhole(analysis)) return;
    for (const [module, { sockets, choosing, using, standard }] of Object.entries(MODULES)) {
      if (!factsOf(analysis).isLoaded(module) || !isNeverSet(analysis, module, 'db_url')) continue;
      const calls = callsOf(analysis, module, [choosing]);
      const uses = callsOf(analysis, module, using);
      if (calls.length + uses.length === 0) continue;
      const sets = configuredSets(analysis, module, sockets, standard);
      if (!sets || mayStandElsewhere(analysis, new RegExp(`["']${sockets}["']|\\b${choosing}\\b`))) continue;
      for (const call of calls) {
        for (const index of call.node.arguments.keys()) {
          const argument = constantArgument(call, index);
          if (!argument || !/^\d+$/.test(argument.text) || sets.has(Number(argument.text))) continue;
          const message = `set ${argument.text} is not configured for module '${module}', ${name(sets)}: Kamailio does not start`;
          report({ range: argument.range, message });
        }
      }
      const usual = standardSet(analysis, module, standard);
      const [first] = uses;
      if (calls.length > 0 || !first || usual === undefined || sets.has(usual)) continue;
      if (!isNeverSet(analysis, module, 'setid_avp')) continue;
      const message = `'${first.name}' always fails: no set is chosen before, and set ${usual} is not configured, ${name(sets)}`;
      report({ range: rangeOfToken(first.token), message, severity: 'warning' });
    }
  },
};

/** Says which sets there are. */
function name(sets: ReadonlySet<number>): string {
  if (sets.size === 0) return 'none is';
  return `only ${allOf([...sets].map(String))} ${sets.size > 1 ? 'are' : 'is'}`;
}

/** The number of the set that a socket without a number belongs to, and that is used where none is chosen. */
function standardSet(analysis: Analysis, module: string, parameter: string | undefined): number | undefined {
  return parameter === undefined ? 0 : effectiveInteger(analysis, module, parameter, 0);
}

/** The numbers of the sets; nothing where some are known only where Kamailio runs. */
function configuredSets(
  analysis: Analysis,
  module: string,
  sockets: string,
  standard: string | undefined,
): Set<number> | undefined {
  if (hasUnknownSetting(analysis)) return undefined;
  const sets = new Set<number>();
  for (const setting of settingsOf(analysis, module, sockets)) {
    const text = textOf(setting);
    if (text === undefined) return undefined;
    const written = /^\s*(\d+)\s*==/.exec(text)?.[1];
    const number = written === undefined ? standardSet(analysis, module, standard) : Number(written);
    if (number === undefined) return undefined;
    sets.add(number);
  }
  return sets;
}
