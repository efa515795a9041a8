import type { Analysis } from '../../semantic/analysis.ts';
import type { ParameterSetting } from '../../semantic/symbols.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import { constantOf } from './constant-text.ts';
import { readDefinition, type DefinitionEntry } from './definition.ts';
import { hasUnknownSetting, settingsOf, textOf } from './module-settings.ts';
import { mayStandElsewhere } from './whole-program.ts';

/** A hash table of the htable module. */
export interface HashTable {
  readonly name: string;
  readonly range: SourceRange;
  readonly setting: ParameterSetting;
  /** The first attribute of a name. */
  readonly entry: (key: string) => (DefinitionEntry & { readonly range: SourceRange }) | undefined;
}

export interface HashTables {
  /** In the order of reading. */
  readonly tables: readonly HashTable[];
  /** Whether some definition is known only where Kamailio runs. */
  readonly hasUnknown: boolean;
}

const known = new WeakMap<Analysis, HashTables>();

/** The tables that the program defines. */
export function hashTables(analysis: Analysis): HashTables {
  let found = known.get(analysis);
  if (!found) {
    found = collect(analysis);
    known.set(analysis, found);
  }
  return found;
}

function collect(analysis: Analysis): HashTables {
  const tables: HashTable[] = [];
  let hasUnknown = hasUnknownSetting(analysis);
  for (const setting of settingsOf(analysis, 'htable', 'htable')) {
    const constant = textOf(setting) === undefined ? undefined : constantOf(setting.valueToken);
    const definition = constant && readDefinition(constant.text);
    if (!constant || !definition) {
      hasUnknown = true;
      continue;
    }
    const { name, at, entries } = definition;
    tables.push({
      name,
      range: constant.rangeOf(at, at + name.length),
      setting,
      entry: (key) => {
        const entry = entries.find((each) => each.key === key);
        if (!entry) return undefined;
        const end = entry.value === undefined ? entry.at + key.length : entry.valueAt + entry.value.length;
        return { ...entry, range: constant.rangeOf(entry.at, end) };
      },
    });
  }
  return { tables, hasUnknown };
}

/** Whether a table's changes are sent to the other nodes, where the module is told to. */
export function isReplicated({ entry }: HashTable): boolean {
  return Number(entry('dmqreplicate')?.value ?? 0) > 0;
}

/** Whether a table may be defined by what is not read now, or cannot be read at all. */
export function mayBeDefined(analysis: Analysis, table: string): boolean {
  if (hashTables(analysis).hasUnknown) return true;
  return mayStandElsewhere(analysis, new RegExp(`["']\\s*${table.replace(/\W/g, '\\$&')}\\s*=>`));
}
