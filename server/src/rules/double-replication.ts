import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { hashTables } from './shared/htables.ts';
import { effectiveInteger, integerOf, lastSetting, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';

export const doubleReplication: Rule = {
  code: 'double-replication',
  severity: 'warning',
  category: 'replication',
  summary: 'The same data is replicated over dmq and kept in a database.',
  advice: 'Give each node a database of its own, or leave the database out.',
  documentation: {
    why:
      'Each node writes what dmq brings it into its database, too. With a database of its own that is fine. Where the ' +
      'nodes share one, all of them write the same rows: they overwrite and delete each other’s, and after a start a node ' +
      'gets everything twice. A database on another host is most likely shared; one on the same host, or in files, is ' +
      'only told of as information.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "dmq.so"
loadmodule "db_postgres.so"
loadmodule "dmq_usrloc.so"
modparam("usrloc", "db_mode", 2)
modparam("usrloc", "db_url", "postgres://kamailio@db.example.com/kamailio")
modparam("dmq_usrloc", "enable", 1)
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "dmq.so"
loadmodule "dmq_usrloc.so"
modparam("usrloc", "db_mode", 0)
modparam("dmq_usrloc", "enable", 1)
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    for (const { module, parameter, database, what } of PAIRS) {
      if (!facts.isLoaded(module) || !facts.isLoaded(database)) continue;
      const mode = lastSetting(analysis, database, 'db_mode');
      const number = mode && integerOf(mode);
      const enabled = lastSetting(analysis, module, parameter);
      if (!mode?.valueToken || number === undefined || number <= 0 || !enabled || (integerOf(enabled) ?? 0) <= 0)
        continue;
      // With 4 usrloc only reads.
      if (database === 'usrloc' && number === 4) continue;
      report({
        range: valueRange(mode.valueToken),
        ...severityFor(analysis, database),
        message: `${what} are replicated over dmq and written to the database as well: the nodes must not share it`,
        related: [{ range: valueRange(enabled.valueToken ?? enabled.parameterToken), message: 'replication over dmq' }],
      });
    }
    for (const { name, range } of writtenBack(analysis)) {
      const message =
        `hash table '${name}' is replicated over dmq and written back to the database as well: the nodes must not ` +
        'share it';
      report({ range, ...severityFor(analysis, 'htable'), message });
    }
  },
};

/** A database that may be the node's own is no more than worth a word. */
function severityFor(analysis: Analysis, module: string): { readonly severity?: 'information' } {
  const setting = lastSetting(analysis, module, 'db_url');
  const host = /^\w+:\/\/(?:[^@/]*@)?([^:/]+)/.exec((setting && textOf(setting)) ?? '')?.[1];
  return host === undefined || /^(?:localhost$|127\.)/i.test(host) ? { severity: 'information' } : {};
}

const PAIRS = [
  { module: 'dmq_usrloc', parameter: 'enable', database: 'usrloc', what: 'contacts' },
  { module: 'dialog', parameter: 'enable_dmq', database: 'dialog', what: 'dialogs' },
] as const;

/** The tables that each node writes to the database when it stops, and sends to the others as well. */
function writtenBack(analysis: Analysis): ReturnType<typeof hashTables>['tables'] {
  if (!factsOf(analysis).isLoaded('htable')) return [];
  if ((effectiveInteger(analysis, 'htable', 'enable_dmq', 0) ?? 0) <= 0) return [];
  const isOn = (value: string | undefined): boolean => /^[1-9]\d*$/.test(value ?? '');
  return hashTables(analysis).tables.filter(
    ({ entry }) =>
      isOn(entry('dmqreplicate')?.value) && isOn(entry('dbmode')?.value) && (entry('dbtable')?.value ?? '') !== '',
  );
}
