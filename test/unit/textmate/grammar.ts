/** The TextMate grammar as an editor runs it, and what the tests ask of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import type { IGrammar } from 'vscode-textmate';
import { projectPath } from '../../../tools/project.ts';

/** A stretch of one line with its scopes, outermost first; the root scope is left out. */
interface ScopedToken {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** One line as the grammar sees it. */
export interface ScopedLine {
  readonly text: string;
  readonly tokens: readonly ScopedToken[];
}

interface ScopedText {
  readonly lines: readonly ScopedLine[];
  /** No string, comment or other region is open behind the last line. */
  readonly endsAtTopLevel: boolean;
}

/** Reads whole texts with a grammar of `syntaxes/`. */
export type Colour = (source: string) => ScopedText;

/** The languages that have a grammar, by the name of its file. */
export const LANGUAGES = ['kamailio', 'kamailio-dispatcher'] as const;
type Language = (typeof LANGUAGES)[number];

const loaded = new Map<Language, Promise<Colour>>();
let registry: Promise<InstanceType<typeof textmate.Registry>> | undefined;

/** Loads a grammar once for all tests of the run. */
export function loadColour(language: Language = 'kamailio'): Promise<Colour> {
  const colour = loaded.get(language) ?? load(language);
  loaded.set(language, colour);
  return colour;
}

export function grammarFile(language: Language): string {
  return projectPath(`syntaxes/${language}.tmLanguage.json`);
}

async function load(language: Language): Promise<Colour> {
  registry ??= openRegistry();
  const scopeName = `source.${language}`;
  const grammar = await (await registry).loadGrammar(scopeName);
  assert.ok(grammar, `the grammar has the scope name ${scopeName}`);
  return (source) => colour(grammar, source);
}

async function openRegistry(): Promise<InstanceType<typeof textmate.Registry>> {
  await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scopeName) => {
      const language = LANGUAGES.find((name) => scopeName === `source.${name}`);
      if (language === undefined) return Promise.resolve(null);
      const file = grammarFile(language);
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
  });
}

function colour(grammar: IGrammar, source: string): ScopedText {
  let state = textmate.INITIAL;
  const lines = source.split(/\r?\n/).map((text) => {
    const result = grammar.tokenizeLine(text, state);
    state = result.ruleStack;
    const tokens = result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: startIndex,
      end: endIndex,
      scopes: scopes.slice(1),
    }));
    return { text, tokens };
  });
  return { lines, endsAtTopLevel: state.depth <= 1 };
}

/** Whether one of the scopes is `wanted` or lies below it: `keyword.control` holds `keyword.control.flow.kamailio`. */
export function hasScope(scopes: readonly string[], wanted: string): boolean {
  return scopes.some((scope) => `${scope}.`.startsWith(`${wanted}.`));
}

/** The scopes at a column of a line; none behind its end. */
export function scopesAt(line: ScopedLine, column: number): readonly string[] {
  return line.tokens.find(({ start, end }) => start <= column && column < end)?.scopes ?? [];
}

/**
 * Asserts that the stretches of `marked` between « and » carry the scope, and that it ends where the marks stand.
 * A scope with `!` before it must not occur in the marked stretches.
 */
export function assertScope(colourText: Colour, marked: string, wanted: string): void {
  const refused = wanted.startsWith('!');
  const scope = refused ? wanted.slice(1) : wanted;
  const text = colourText(marked.replaceAll(/[«»]/g, ''));
  const faults: string[] = [];
  let marks = 0;
  let open = false;
  for (const [index, markedLine] of marked.split(/\r?\n/).entries()) {
    const line = text.lines[index]!;
    let column = 0;
    const wrong: number[] = [];
    for (const char of markedLine) {
      if (char === '«' || char === '»') {
        open = char === '«';
        marks += open ? 1 : 0;
        continue;
      }
      for (const at of Array.from({ length: char.length }, (_, offset) => column + offset)) {
        const present = hasScope(scopesAt(line, at), scope);
        // A mark says where the scope is; outside of the marks only the neighbours are looked at, below.
        if (open && (refused ? present : !present)) wrong.push(at);
        if (!open && !refused && present && touchesMark(markedLine, at)) wrong.push(at);
      }
      column += char.length;
    }
    if (wrong.length > 0) faults.push(describeLine(line, wrong));
  }
  assert.ok(marks > 0 && !open, `the case marks something between « and »: ${marked}`);
  if (faults.length > 0) assert.fail(`not as marked: ${wanted}\n${faults.join('\n')}`);
}

/** Whether the character at this column of the unmarked line stands directly before « or behind ». */
function touchesMark(markedLine: string, column: number): boolean {
  let unmarked = 0;
  for (let at = 0; at < markedLine.length; at++) {
    if (markedLine[at] === '«' || markedLine[at] === '»') continue;
    if (unmarked === column) return markedLine[at + 1] === '«' || markedLine[at - 1] === '»';
    unmarked += 1;
  }
  return false;
}

/** The line, carets under the columns that are wrong, and what the grammar made of them. */
function describeLine(line: ScopedLine, columns: readonly number[]): string {
  const carets = Array.from(line.text, (_, column) => (columns.includes(column) ? '^' : ' ')).join('');
  const tokens = line.tokens
    .filter(({ start, end }) => columns.some((column) => start <= column && column < end))
    .map(
      ({ start, end, scopes }) => `  ${JSON.stringify(line.text.slice(start, end))} is ${scopes.join(' ') || 'bare'}`,
    );
  return [`  ${line.text}`, `  ${carets.trimEnd()}`, ...tokens].join('\n');
}
