import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { hashTables, isReplicated, type HashTable } from './shared/htables.ts';
import { effectiveInteger, integerOf, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';

export const htableReplication: Rule = {
  code: 'htable-replication',
  severity: 'warning',
  category: 'replication',
  summary: 'Replication is switched on for the htable module or for a table, but not for both.',
  advice: 'Set enable_dmq to 1, and dmqreplicate=1 in the definition of each table that is to be replicated.',
  documentation: {
    why:
      'A table is sent to the other nodes only where both are set: `enable_dmq` for the module and `dmqreplicate=1` for the ' +
      'table. With the first alone nothing is replicated; with the second alone every change also logs an error.',
    wrong: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
loadmodule "htable.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;autoexpire=300;")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
    right: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
loadmodule "htable.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;autoexpire=300;dmqreplicate=1;")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('htable') || !isWhole(analysis)) return;
    const enabled = effectiveInteger(analysis, 'htable', 'enable_dmq', 0);
    const { tables, hasUnknown } = hashTables(analysis);
    const replicated = tables.filter(isReplicated);
    if (enabled === 0) {
      for (const table of replicated) {
        const message =
          `the changes of hash table '${table.name}' are not replicated and each logs an error: ` +
          `'enable_dmq' of module 'htable' is not set`;
        report({ range: table.entry('dmqreplicate')?.range ?? table.range, message });
      }
    }
    const setting = lastSetting(analysis, 'htable', 'enable_dmq');
    if (!setting?.valueToken || (integerOf(setting) ?? 0) <= 0 || hasUnknown || replicated.length > 0) return;
    if (mayReplicateElsewhere(analysis, tables)) return;
    const message = "no hash table is replicated: none is defined with 'dmqreplicate=1'";
    report({ range: valueRange(setting.valueToken), message });
  },
};

/** Whether a definition that is not read now may ask for it, or one that takes its end from a define. */
function mayReplicateElsewhere(analysis: Analysis, tables: readonly HashTable[]): boolean {
  return mayStandElsewhere(analysis, /dmqreplicate/) || tables.some(({ entry }) => entry('dmqreplicate')?.value === '');
}
