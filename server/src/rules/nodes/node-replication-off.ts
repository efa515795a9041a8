import type { Analysis } from '../../semantic/analysis.ts';
import { hashTables, isReplicated } from '../shared/htables.ts';
import { factsOf } from '../shared/program-facts.ts';
import { mayStandElsewhere } from '../shared/whole-program.ts';
import { valueRange } from '../../semantic/string-place.ts';
import { WHEN_COMPARED, twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';
import { placedInteger, type Placed } from './placed.ts';

/** What modules replicate, by the name of the module that holds the data. */
const WHAT: Readonly<Record<string, string>> = {
  dialog: 'the dialogs',
  presence: 'the presence data',
  rtpengine: 'the state of the media proxies',
  registrar: 'the contacts',
};

interface SwitchSummary {
  /** Whether replication is on, by the name of the module that holds the data; what cannot be known is not there. */
  readonly switches: ReadonlyMap<string, Placed<boolean> & { readonly parameter: string }>;
  /** Hash tables that are replicated, and those that could be. */
  readonly tables: ReadonlyMap<string, Placed<boolean>>;
}

export const nodeReplicationOff: NodeRule<SwitchSummary> = {
  code: 'node-replication-off',
  severity: 'warning',
  category: 'replication',
  summary: 'One node of a dmq bus replicates what no other takes, although another has the same module.',
  advice: 'Switch the replication on in the configurations of all nodes, or off in all of them.',
  documentation: {
    why:
      'A node answers 404 to what comes for a module that does not take part, and the sender does not mind: nothing is ' +
      'logged, and after a failover the calls, contacts or tables of the other node are not there. Nothing is said where ' +
      'a third node takes part, or where one of the addresses that the nodes ask for others is unknown.' +
      WHEN_COMPARED,
    wrong: twoNodes(['pv', 'rr', 'dialog'], 'modparam("dialog", "enable_dmq", 1)\n', '', '  else dlg_manage();\n'),
    right: twoNodes(
      ['pv', 'rr', 'dialog'],
      'modparam("dialog", "enable_dmq", 1)\n',
      'modparam("dialog", "enable_dmq", 1)\n',
      '  else dlg_manage();\n',
    ),
  },
  summarise(analysis) {
    const switches = new Map<string, Placed<boolean> & { readonly parameter: string }>();
    for (const module of ['dialog', 'presence', 'rtpengine']) {
      const enabled = factsOf(analysis).isLoaded(module) && placedInteger(analysis, module, 'enable_dmq', 0);
      if (enabled) switches.set(module, { value: enabled.value > 0, range: enabled.range, parameter: 'enable_dmq' });
    }
    const contacts = summariseContacts(analysis);
    if (contacts) switches.set('registrar', contacts);
    return { switches, tables: summariseTables(analysis) };
  },
  compare({ own, others, isComplete }, report) {
    if (!isComplete) return;
    for (const [module, { value, range, parameter }] of own.summary.switches) {
      const sender = value ? undefined : onlyOne(others, ({ switches }) => switches.get(module));
      if (!sender) continue;
      const lack =
        parameter === 'enable'
          ? "module 'dmq_usrloc' is not loaded"
          : `'${parameter}' of module '${module}' is not set`;
      report({
        range,
        message: `${WHAT[module] ?? 'the data'} of ${sender.name} are replicated to nobody: ${lack} on this node`,
        related: [{ range: sender.place.range, message: `replication on ${sender.name}` }],
      });
    }
    for (const [table, { value, range }] of own.summary.tables) {
      const sender = value ? undefined : onlyOne(others, ({ tables }) => tables.get(table));
      if (!sender) continue;
      report({
        range,
        message: `the hash table '${table}' of ${sender.name} is replicated to nobody: 'enable_dmq' of module 'htable' is not set on this node`,
        related: [{ range: sender.place.range, message: `'${table}' on ${sender.name}` }],
      });
    }
  },
};

/** The only other node that has it switched on. */
function onlyOne(
  others: readonly { readonly name: string; readonly summary: SwitchSummary }[],
  placeIn: (summary: SwitchSummary) => Placed<boolean> | undefined,
): { readonly name: string; readonly place: Placed<boolean> } | undefined {
  const found = others.flatMap(({ name, summary }) => {
    const place = placeIn(summary);
    return place?.value === true ? [{ name, place }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** A dmq_usrloc that is loaded and switched off is another rule's business. */
function summariseContacts(analysis: Analysis): (Placed<boolean> & { readonly parameter: string }) | undefined {
  const facts = factsOf(analysis);
  if (facts.isLoaded('dmq_usrloc')) {
    const enabled = placedInteger(analysis, 'dmq_usrloc', 'enable', 0);
    return enabled && enabled.value > 0 ? { value: true, range: enabled.range, parameter: 'enable' } : undefined;
  }
  const load = facts.loads.get('registrar');
  if (!load || mayStandElsewhere(analysis, /dmq_usrloc/)) return undefined;
  return { value: false, range: valueRange(load.module.token), parameter: 'enable' };
}

/** A table that asks for replication while the module has it switched off is another rule's business. */
function summariseTables(analysis: Analysis): ReadonlyMap<string, Placed<boolean>> {
  const enabled = factsOf(analysis).isLoaded('htable') && placedInteger(analysis, 'htable', 'enable_dmq', 0);
  const tables = new Map<string, Placed<boolean>>();
  if (!enabled) return tables;
  for (const table of hashTables(analysis).tables) {
    const { entry, name, range } = table;
    if (enabled.value > 0 && isReplicated(table)) tables.set(name, { value: true, range });
    if (enabled.value === 0 && !entry('dmqreplicate')) tables.set(name, { value: false, range });
  }
  return tables;
}
