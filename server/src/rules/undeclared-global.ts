import type { Analysis } from '../semantic/analysis.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { nameOfGlobal } from './shared/globals.ts';
import { factsOf } from './shared/program-facts.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { variableUses } from './shared/variables.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { misspeltText } from './shared/wording.ts';

/** Groups that Kamailio and its modules declare themselves (`cfg_declare`, 5.5 to 6.1). */
const OWN_GROUPS: ReadonlySet<string> = new Set([
  ...['core', 'tcp', 'sctp', 'kemi', 'carrierroute', 'dbg', 'dispatcher', 'maxfwd', 'misctest', 'outbound', 'p_usrloc'],
  ...['pdb', 'registrar', 'rtpengine', 'siputils', 'stun', 'tls', 'tm', 'websocket', 'xlog'],
]);

export const undeclaredGlobal: Rule = {
  code: 'undeclared-global',
  severity: 'error',
  category: 'expressions',
  summary: 'A custom global parameter is read that is nowhere declared.',
  advice: 'Declare it at the top level, as in pstn.gw_ip = "192.0.2.7", or correct the name.',
  documentation: {
    why:
      '`$sel(cfg_get.group.name)` and `@cfg_get.group.name` are looked up at the end of the start, which fails where the ' +
      'parameter is not there; `kamailio -c` does not look.',
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"
pstn.gw_ip = "192.0.2.7" desc "the gateway"
request_route {
  xlog("L_INFO", "to $sel(cfg_get.pstn.gwip)\\n");
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"
pstn.gw_ip = "192.0.2.7" desc "the gateway"
request_route {
  xlog("L_INFO", "to $sel(cfg_get.pstn.gw_ip)\\n");
}
`,
  },
  check(analysis, report) {
    if (factsOf(analysis).isIncomplete || factsOf(analysis).hasUnknownModule || !isWhole(analysis)) return;
    const { globals } = analysis.program.symbols;
    const declared = new Set(globals.map(({ node, item }) => nameOfGlobal(node, item.tokens)));
    for (const { group, name, range } of reads(analysis)) {
      const read = `${group}.${name}`;
      if (OWN_GROUPS.has(group) || declared.has(read)) continue;
      if (mayStandElsewhere(analysis, new RegExp(`\\b${group}\\.${name}\\b`))) continue;
      const message = `no custom global parameter '${read}' is declared: Kamailio does not start`;
      report(misspeltText(range, message, read, declared));
    }
  },
};

const SELECT = /^cfg_get\.(\w+)(?:\[[^\]]*\])?\.(\w+)$/;

/** The parameters that selects read, each with the place of `group.name`. */
function* reads(analysis: Analysis): Iterable<{ group: string; name: string; range: SourceRange }> {
  for (const { node, item } of nodesOfKind(analysis, 'select')) {
    const token = item.tokens[node.from];
    const match = SELECT.exec(token?.image.slice(1) ?? '');
    if (!token || !match) continue;
    const { source, start, end } = rangeOfToken(token);
    const range = token.macro ? rangeOfToken(token) : { source, start: start + '@cfg_get.'.length, end };
    yield { group: match[1]!, name: match[2]!, range };
  }
  for (const use of variableUses(analysis)) {
    const { name, inner } = use.node;
    const match = name.text === 'sel' && inner ? SELECT.exec(inner.text) : null;
    if (!match || !inner) continue;
    const range = use.rangeOf({ start: inner.start + 'cfg_get.'.length, end: inner.end });
    yield { group: match[1]!, name: match[2]!, range };
  }
}
