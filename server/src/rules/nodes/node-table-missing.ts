import { allOf } from '../shared/wording.ts';
import { WHEN_COMPARED, twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';
import { summariseTables, type TableSummary } from './replicated-tables.ts';

const EFFECT = 'each change is refused there and logs two errors';

export const nodeTableMissing: NodeRule<TableSummary> = {
  code: 'node-table-missing',
  severity: 'warning',
  category: 'replication',
  summary: 'A hash table is replicated to a node of the same dmq bus that has no table of that name.',
  advice: 'Define the table on all nodes that take part in the replication of hash tables.',
  documentation: {
    why:
      'With `enable_dmq` a node takes the changes of every table that any node of the bus replicates. Where it has no table ' +
      'of that name, it cannot keep the change, answers with 500 and logs two errors, for each change anew.' +
      WHEN_COMPARED,
    wrong: twoNodes(
      ['htable'],
      `modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;dmqreplicate=1;")
modparam("htable", "htable", "calls=>size=8;dmqreplicate=1;")
`,
      `modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;dmqreplicate=1;")
`,
    ),
    right: twoNodes(
      ['htable'],
      `modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;dmqreplicate=1;")
modparam("htable", "htable", "calls=>size=8;dmqreplicate=1;")
`,
      `modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;dmqreplicate=1;")
modparam("htable", "htable", "calls=>size=8;dmqreplicate=1;")
`,
    ),
  },
  summarise: summariseTables,
  compare({ own, others }, report) {
    for (const [name, table] of own.summary.tables) {
      const without = table.isReplicated === true ? others.filter((other) => lacks(other.summary, name)) : [];
      if (without.length === 0) continue;
      report({
        range: table.range,
        message: `the hash table '${name}' is replicated, but ${allOf(without.map((node) => node.name))} ${without.length === 1 ? 'has' : 'have'} none of that name: ${EFFECT}`,
        related: without.map((node) => ({ range: node.summary.range, message: `replication on ${node.name}` })),
      });
    }
    const missing = new Set(
      others.flatMap(({ summary }) =>
        [...summary.tables].flatMap(([name, table]) => (table.isReplicated === true ? [name] : [])),
      ),
    );
    for (const name of missing) {
      if (!lacks(own.summary, name)) continue;
      const senders = others.flatMap((node) => {
        const table = node.summary.tables.get(name);
        return table?.isReplicated === true ? [{ node: node.name, range: table.range }] : [];
      });
      const from = allOf(senders.map(({ node }) => node));
      report({
        range: own.summary.range,
        message: `this node has no hash table '${name}', which ${from} ${senders.length === 1 ? 'replicates' : 'replicate'}: each change is refused here and logs two errors`,
        related: senders.map(({ node, range }) => ({ range, message: `'${name}' on ${node}` })),
      });
    }
  },
};

function lacks({ tables, mayHave }: TableSummary, name: string): boolean {
  return !tables.has(name) && !mayHave(name);
}
