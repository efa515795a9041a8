import type { Analysis } from '../../semantic/analysis.ts';
import { callsOf } from '../shared/calls-of.ts';
import { constantArgument } from '../shared/constant-text.ts';
import { variableUses } from '../shared/variables.ts';
import { allOf } from '../shared/wording.ts';
import { WHEN_COMPARED, twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';
import { summariseTables, type TableSummary } from './replicated-tables.ts';

interface WriteSummary {
  readonly tables: TableSummary['tables'];
  /** The tables that the program changes. */
  readonly written: ReadonlySet<string>;
}

export const nodeTableOneWay: NodeRule<WriteSummary> = {
  code: 'node-table-one-way',
  severity: 'warning',
  category: 'replication',
  summary: 'A node takes the changes that others make in a hash table, and keeps its own to itself.',
  advice: 'Set dmqreplicate=1 in the definition on all nodes that write to the table.',
  documentation: {
    why:
      'With `enable_dmq` a node takes the changes that others send, whatever its own definition of the table says; ' +
      '`dmqreplicate=1` is what sends its own. Where it is set on one of two nodes, both write, and only one of them knows ' +
      'what the other has written. Nothing is said of a node that only reads the table.' +
      WHEN_COMPARED,
    wrong: twoNodes(
      ['pv', 'htable'],
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "last=>size=8;dmqreplicate=1;")\n',
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "last=>size=8;")\n',
      '  else $sht(last=>$fU) = $si;\n',
    ),
    right: twoNodes(
      ['pv', 'htable'],
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "last=>size=8;dmqreplicate=1;")\n',
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "last=>size=8;dmqreplicate=1;")\n',
      '  else $sht(last=>$fU) = $si;\n',
    ),
  },
  summarise(analysis) {
    const tables = summariseTables(analysis)?.tables;
    return tables && { tables, written: writtenTables(analysis) };
  },
  compare({ own, others }, report) {
    for (const [name, { range, isReplicated }] of own.summary.tables) {
      if (isReplicated !== false || !own.summary.written.has(name)) continue;
      const senders = others.flatMap((other) => {
        const theirs = other.summary.tables.get(name);
        return theirs?.isReplicated === true ? [{ node: other.name, range: theirs.range }] : [];
      });
      if (senders.length === 0) continue;
      const from = allOf(senders.map(({ node }) => node));
      report({
        range,
        message: `what this node writes to the hash table '${name}' stays here, while it takes what ${from} ${senders.length === 1 ? 'writes' : 'write'}: 'dmqreplicate=1' is missing`,
        related: senders.map(({ node, range: place }) => ({ range: place, message: `'${name}' on ${node}` })),
      });
    }
  },
};

/** Functions that change a table and have its name as the first argument. */
const WRITERS = /^sht_(?:setx[si]|inc|dec|rm|rm_name|rm_value|reset)$/;

function writtenTables(analysis: Analysis): ReadonlySet<string> {
  const written = new Set<string>();
  for (const { node, item } of analysis.program.symbols.assignments) {
    if (node.target.kind !== 'pseudoVariable') continue;
    const table = /^\$\(?sht(?:ex)?\(\s*([^\s=]+)\s*=>/.exec(item.tokens[node.target.token]?.image ?? '')?.[1];
    if (table !== undefined) written.add(table);
  }
  for (const { node } of variableUses(analysis)) {
    const table = /^sht(?:inc|dec)$/.test(node.name.text) ? /^\s*([^\s=]+)\s*=>/.exec(node.inner?.text ?? '') : null;
    if (table?.[1] !== undefined) written.add(table[1]);
  }
  for (const call of callsOf(analysis, 'htable', WRITERS)) {
    const table = constantArgument(call, 0)?.text;
    if (table !== undefined) written.add(table);
  }
  return written;
}
