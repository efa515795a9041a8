/** One attribute of a definition `name=>key=value;key=value`. */
export interface DefinitionEntry {
  readonly key: string;
  /** `undefined` where there is no `=`. */
  readonly value: string | undefined;
  /** Place of the key in the definition. */
  readonly at: number;
  /** Place of the value. */
  readonly valueAt: number;
}

export interface Definition {
  readonly name: string;
  /** Place of the name in the text. */
  readonly at: number;
  readonly entries: readonly DefinitionEntry[];
  /** Where reading stopped: what is left is no attribute. */
  readonly end: number;
}

/** Reads `name=>key=value;key=value` (`keyvalue_parse_str()` of Kamailio 5.6, which htable defines its tables by). */
export function readDefinition(text: string): Definition | undefined {
  const head = /^\s*([^\s=;]+)\s*=>/.exec(text);
  const name = head?.[1];
  if (!head || name === undefined) return undefined;
  return { name, at: text.indexOf(name), ...readEntries(text, head[0].length) };
}

/** The attributes `key=value;key=value` from a place on, and where reading them stopped. */
export function readEntries(text: string, from: number): { entries: DefinitionEntry[]; end: number } {
  const entries: DefinitionEntry[] = [];
  const pattern = /\s*([^\s=;]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^;]*))?\s*(?:;|$)/dy;
  pattern.lastIndex = from;
  let end = from;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const at = match.indices?.[1]?.[0] ?? 0;
    const valueAt = match.indices?.[2]?.[0] ?? at;
    // `parse_param_body` takes an empty value only at the end of the text.
    if (match[2]?.trim() === '' && text.slice(pattern.lastIndex).trim() !== '') break;
    const value = match[2]?.trim().replace(/^(["'])(.*)\1$/, '$2');
    entries.push({ key: match[1]!, value, at, valueAt });
    end = pattern.lastIndex;
  }
  return { entries, end };
}
