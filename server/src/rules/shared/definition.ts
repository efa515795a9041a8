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

/** Attributes, and how far they were read. */
export interface Attributes {
  readonly entries: readonly DefinitionEntry[];
  /** Where reading stopped: what is left is no attribute. */
  readonly end: number;
  /** The comma that ended it: nobody reads what stands behind. */
  readonly comma?: number;
}

export interface Definition extends Attributes {
  readonly name: string;
  /** Place of the name in the text. */
  readonly at: number;
}

/** Reads `name=>key=value;key=value` (`keyvalue_parse_str()` of Kamailio 5.6, which htable defines its tables by). */
export function readDefinition(text: string): Definition | undefined {
  const head = /^\s*([^\s=;]+)\s*=>/.exec(text);
  const name = head?.[1];
  if (!head || name === undefined) return undefined;
  return { name, at: text.indexOf(name), ...readEntries(text, head[0].length) };
}

/**
 * The attributes `key=value;key=value` from a place on. A comma ends them, as those of a header (core/parser/parse_param.c
 * of 5.6, `parse_param2`).
 */
export function readEntries(text: string, from: number): Attributes {
  const entries: DefinitionEntry[] = [];
  const pattern = /\s*([^\s=;,]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^;,]*))?\s*(?:[;,]|$)/dy;
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
    if (text[end - 1] === ',') return { entries, end, comma: end - 1 };
  }
  return { entries, end };
}
