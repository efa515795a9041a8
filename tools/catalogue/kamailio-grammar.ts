/** Reads what the catalogue needs out of Kamailio's own lexer and grammar sources, `cfg.lex` and `cfg.y`. */

/** A word that the lexer returns as a token of its own, outside of strings and comments. */
export interface LexerWord {
  readonly word: string;
  /** The grammar's name for it; nothing for words the lexer treats itself, such as `include_file`. */
  readonly token: string | undefined;
}

/** An alternative of a grammar rule: its symbols, and the C code that runs when it matched. */
export interface Alternative {
  readonly symbols: readonly string[];
  readonly code: string;
}

/** All words of the lexer's start state, in the order of their definitions. */
export function readLexerWords(source: string): readonly LexerWord[] {
  const [definitions = '', rules = ''] = source.split(/^%%\s*$/m);
  const patterns = new Map<string, readonly string[]>();
  for (const [, name = '', pattern = ''] of definitions.matchAll(/^([A-Za-z_]\w*)[ \t]+(\S.*?)\s*$/gm)) {
    patterns.set(
      name,
      pattern.split('|').map((part) => part.replace(/^"(.*)"$/, '$1')),
    );
  }
  const words: LexerWord[] = [];
  for (const rule of rules.matchAll(/^<([A-Z0-9_,]+)>\{(\w+)\}[ \t]*\{/gm)) {
    if (!rule[1]?.split(',').includes('INITIAL')) continue;
    const code = takeBlock(rules, rule.index + rule[0].length - 1);
    const token = /\breturn\s+(\w+)/.exec(code)?.[1];
    for (const word of patterns.get(rule[2] ?? '') ?? []) {
      if (/^[A-Za-z_][\w:]*$/.test(word)) words.push({ word, token });
    }
  }
  const order = [...patterns.values()].flat();
  return words.sort((a, b) => order.indexOf(a.word) - order.indexOf(b.word));
}

/** The alternatives of one rule of the grammar, those for wrong input left out. */
export function readRule(source: string, rule: string): readonly Alternative[] {
  const start = new RegExp(String.raw`^${rule}\s*:`, 'm').exec(source);
  if (start === null) return [];
  const alternatives: Alternative[] = [];
  let symbols: string[] = [];
  let code = '';
  let position = start.index + start[0].length;
  for (;;) {
    const rest = /\/\*[^]*?\*\/|\/\/.*|%prec\s+\w+|'.'|\w+|[{|;]/g;
    rest.lastIndex = position;
    const found = rest.exec(source);
    if (found === null) throw new Error(`the rule ${rule} has no end`);
    position = found.index + found[0].length;
    if (found[0] === '{') {
      const block = takeBlock(source, found.index);
      code += block;
      position = found.index + block.length;
    } else if (found[0] === '|' || found[0] === ';') {
      if (!symbols.includes('error')) alternatives.push({ symbols, code });
      if (found[0] === ';') return alternatives;
      symbols = [];
      code = '';
    } else if (/^\w/.test(found[0])) {
      symbols.push(found[0]);
    }
  }
}

/** The C block that starts with the brace at `start`, both braces included. */
function takeBlock(source: string, start: number): string {
  const parts = /\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])+'|[{}]/g;
  parts.lastIndex = start;
  let depth = 0;
  for (let found = parts.exec(source); found !== null; found = parts.exec(source)) {
    if (found[0] === '{') depth++;
    if (found[0] === '}') depth--;
    if (depth === 0) return source.slice(start, found.index + 1);
  }
  throw new Error(`a block that starts at ${start} has no end`);
}
