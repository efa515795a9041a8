import { allOf } from '../shared/wording.ts';
import { WHEN_COMPARED, twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';
import { ATTRIBUTES, summariseTables, type Attribute, type TableSummary } from './replicated-tables.ts';

export const nodeTableDiffers: NodeRule<TableSummary> = {
  code: 'node-table-differs',
  severity: 'warning',
  category: 'replication',
  summary: 'A replicated hash table is defined in another way on another node of the same dmq bus.',
  advice: 'Give the table the same definition on all nodes.',
  documentation: {
    why:
      'What is replicated is the key and its value. How long an entry lives, whether a new value renews that, and what a ' +
      'missing key reads as, each node takes from its own definition. With different ones a caller who is banned on one ' +
      'node is free on the other. Different sizes lose no entry, but the nodes are no longer what they were meant to be: the same.' +
      WHEN_COMPARED,
    wrong: twoNodes(
      ['htable'],
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "ipban=>autoexpire=300;dmqreplicate=1;")\n',
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "ipban=>autoexpire=3600;dmqreplicate=1;")\n',
    ),
    right: twoNodes(
      ['htable'],
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "ipban=>autoexpire=300;dmqreplicate=1;")\n',
      'modparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "ipban=>autoexpire=300;dmqreplicate=1;")\n',
    ),
  },
  summarise: summariseTables,
  compare({ own, others }, report) {
    for (const [name, table] of own.summary.tables) {
      const shared = others.flatMap((other) => {
        const theirs = other.summary.tables.get(name);
        const isShared = theirs && (table.isReplicated === true || theirs.isReplicated === true);
        return isShared ? [{ node: other.name, theirs }] : [];
      });
      for (const attribute of ATTRIBUTES) {
        const mine = table.attributes.get(attribute);
        const differing = shared.flatMap(({ node, theirs }) => {
          const value = theirs.attributes.get(attribute);
          const isOther = mine && value && effective(attribute, value.value) !== effective(attribute, mine.value);
          return isOther ? [{ node, ...value }] : [];
        });
        if (!mine || differing.length === 0) continue;
        const { subject, effect } = MEANINGS[attribute];
        const elsewhere = differing.map(({ node, value }) => `${describe(attribute, value)} on ${node}`);
        report({
          range: mine.range,
          message: `${subject(name)} ${describe(attribute, mine.value)} here and ${allOf(elsewhere)}: ${effect}`,
          related: differing.map(({ node, range }) => ({ range, message: `the definition on ${node}` })),
        });
      }
    }
  },
};

const MEANINGS: Readonly<Record<Attribute, { subject: (table: string) => string; effect: string }>> = {
  autoexpire: {
    subject: (table) => `an entry of the replicated hash table '${table}' expires`,
    effect: 'the nodes forget it at different times',
  },
  updateexpire: {
    subject: (table) => `a new value in the replicated hash table '${table}'`,
    effect: 'the nodes forget the entry at different times',
  },
  initval: {
    subject: (table) => `a key that is not in the replicated hash table '${table}' reads as`,
    effect: 'the nodes decide differently',
  },
  size: {
    subject: (table) => `the replicated hash table '${table}' has`,
    effect: 'all entries are on each of them, but a search takes longer on one',
  },
};

function describe(attribute: Attribute, value: number | undefined): string {
  switch (attribute) {
    case 'autoexpire':
      return value === 0 ? 'never' : `after ${value} ${value === 1 ? 'second' : 'seconds'}`;
    case 'updateexpire':
      return value === 0 ? 'leaves the time of expiry' : 'renews the time of expiry';
    case 'initval':
      return value === undefined ? '$null' : String(value);
    case 'size':
      return `${slots(value)} slots`;
  }
}

/** The value as Kamailio takes it. */
function effective(attribute: Attribute, value: number | undefined): number | undefined {
  if (attribute === 'size') return slots(value);
  return attribute === 'updateexpire' ? Number(value !== 0) : value;
}

/** The number of slots that `ht_add_table()` of htable makes. */
function slots(size = 0): number {
  if (size <= 1) return 8;
  return size > 31 ? 2 ** 14 : 2 ** size;
}
