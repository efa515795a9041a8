import type { Program } from '../semantic/program.ts';
import { rangeInString } from '../semantic/string-place.ts';
import { collectSymbols, type Symbols } from '../semantic/symbols.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';

/** The symbols of a program and of what its conditions switch off, active text first. */
export function allSymbols(program: Program): readonly Symbols[] {
  return [program.symbols, ...program.inactive.map((text) => collectSymbols(text.items))];
}

/** The statements that set a custom global. */
export function findGlobals(program: Program, group: string, name: string): Symbols['globals'] {
  return allSymbols(program)
    .flatMap(({ globals }) => globals)
    .filter(({ node, item }) => item.tokens[node.group]?.image === group && item.tokens[node.name]?.image === name);
}

/** A table that `modparam("htable", "htable", "name=>…")` defines. */
export interface HashTableDefinition {
  readonly text: string;
  /** The place of the table's name. */
  readonly range: SourceRange;
}

/** The definitions of a hash table of the htable module. */
export function findHashTables(program: Program, name: string): readonly HashTableDefinition[] {
  const found: HashTableDefinition[] = [];
  for (const { parameters } of allSymbols(program)) {
    for (const { module, parameter, type, valueToken } of parameters) {
      if (module !== 'htable' || parameter !== 'htable' || type !== 'string' || !valueToken) continue;
      const value = decodeString(valueToken.image);
      const at = value.text.search(/\S/);
      const defined = value.text.slice(Math.max(at, 0)).split('=>')[0] ?? '';
      if (defined.trim() !== name) continue;
      found.push({ text: value.text, range: rangeInString(valueToken, value, at, at + name.length) });
    }
  }
  return found;
}
