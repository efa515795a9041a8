import type { Analysis } from '../../semantic/analysis.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import { hashTables, isReplicated, mayBeDefined, type HashTable } from '../shared/htables.ts';
import { placedInteger } from './placed.ts';

export const ATTRIBUTES = ['autoexpire', 'updateexpire', 'initval', 'size'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** What counts where the definition does not say it (`ht_table_spec()` of htable); the first value is none at all. */
const STANDARDS: Readonly<Record<Attribute, number | undefined>> = {
  autoexpire: 0,
  updateexpire: 1,
  initval: undefined,
  size: 4,
};

/** A table as its nodes are held side by side. */
export interface SharedTable {
  /** The place of the name in the definition. */
  readonly range: SourceRange;
  /** Undefined where it is known only where Kamailio runs. */
  readonly isReplicated: boolean | undefined;
  /** The attributes that can be known. */
  readonly attributes: ReadonlyMap<Attribute, { readonly value: number | undefined; readonly range: SourceRange }>;
}

/** What a node has of the tables that its htable module exchanges with others. */
export interface TableSummary {
  /** Where replication is switched on. */
  readonly range: SourceRange;
  readonly tables: ReadonlyMap<string, SharedTable>;
  /** Whether a table may be there that was not read. */
  readonly mayHave: (name: string) => boolean;
}

const known = new WeakMap<Analysis, TableSummary | null>();

/** The tables of a node; undefined where its htable module does not take part in replication, or that is not known. */
export function summariseTables(analysis: Analysis): TableSummary | undefined {
  let summary = known.get(analysis);
  if (summary === undefined) {
    summary = collect(analysis) ?? null;
    known.set(analysis, summary);
  }
  return summary ?? undefined;
}

function collect(analysis: Analysis): TableSummary | undefined {
  const enabled = placedInteger(analysis, 'htable', 'enable_dmq', 0);
  if (!enabled || enabled.value <= 0) return undefined;
  const tables = new Map<string, SharedTable>();
  for (const table of hashTables(analysis).tables) {
    // Of two definitions Kamailio refuses the second.
    if (!tables.has(table.name)) tables.set(table.name, readTable(table));
  }
  return { range: enabled.range, tables, mayHave: (name) => mayBeDefined(analysis, name) };
}

function readTable(table: HashTable): SharedTable {
  const define = table.setting.valueToken?.macro?.definition;
  const attributes = new Map<Attribute, { value: number | undefined; range: SourceRange }>();
  for (const name of ATTRIBUTES) {
    const entry = table.entry(name);
    if (!entry) attributes.set(name, { value: STANDARDS[name], range: define ?? table.range });
    else if (/^-?\d+$/.test(entry.value ?? '')) {
      attributes.set(name, { value: Number(entry.value), range: define ?? entry.range });
    }
  }
  const replicated = table.entry('dmqreplicate');
  const isKnown = replicated === undefined || /^\d+$/.test(replicated.value ?? '');
  return { range: define ?? table.range, isReplicated: isKnown ? isReplicated(table) : undefined, attributes };
}
