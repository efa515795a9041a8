import type { Analysis } from '../semantic/analysis.ts';
import type { Program } from '../semantic/program.ts';
import { rangeOf } from '../semantic/program.ts';
import { routeTable } from '../semantic/route-references.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { findPseudoVariables, readPseudoVariable } from '../syntax/pseudo-variable.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { rangeInString } from '../semantic/string-place.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import { findGlobals } from './declarations.ts';
import { declaredFlags, isInactive, symbolAt } from './symbol-at.ts';
import type { SymbolAt } from './symbol.ts';

/**
 * All places of the program that name what stands at an offset: route blocks, defines, flags and custom globals. What a
 * condition switches off is searched too.
 */
export function findReferences(
  analysis: Analysis,
  source: SourceText,
  offset: number,
  options: { readonly includeDeclaration: boolean },
): readonly SourceRange[] {
  const symbol = symbolAt(analysis, source, offset);
  if (!symbol) return [];
  const { declarations, uses } = placesOf(analysis, symbol);
  const declared = new Set(declarations.map(keyOf));
  const found = new Map<string, SourceRange>();
  for (const range of options.includeDeclaration ? declarations : []) found.set(keyOf(range), range);
  for (const range of uses) if (!declared.has(keyOf(range))) found.set(keyOf(range), range);
  return [...found.values()];
}

interface Places {
  readonly declarations: readonly SourceRange[];
  readonly uses: readonly SourceRange[];
}

function keyOf({ source, start }: SourceRange): string {
  return `${start} ${source.uri}`;
}

function placesOf({ program }: Analysis, symbol: SymbolAt): Places {
  switch (symbol.kind) {
    case 'route': {
      const { definitions, references } = routeTable(program);
      const isSame = (entry: { readonly list: string; readonly name: string }): boolean =>
        entry.list === symbol.list && entry.name === symbol.name;
      return {
        declarations: definitions.filter(isSame).map(({ range }) => range),
        uses: references.filter(isSame).map(({ range }) => range),
      };
    }
    case 'define':
      return placesOfDefine(program, symbol.name);
    case 'flag': {
      const declarations = declaredFlags(program)
        .filter(({ name }) => name === symbol.name)
        .map(({ token }) => token);
      return { declarations, uses: tokensOf(program).filter(({ image }) => image === symbol.name) };
    }
    case 'customGlobal': {
      const { group, name } = symbol;
      const declarations = findGlobals(program, group, name).map(({ item, node }) => {
        const whole = rangeOf(item, node);
        return { ...whole, end: item.tokens[node.name]?.end ?? whole.end };
      });
      return { declarations, uses: readsOfGlobal(program, group, name) };
    }
    default:
      return { declarations: [], uses: [] };
  }
}

/** The tokens of all files as they are written, both sides of every condition. */
function tokensOf(program: Program): Token[] {
  const compatibility = compatibilityOf(program);
  return program.files.flatMap((source) => readFileText(source, compatibility).tokens);
}

function placesOfDefine(program: Program, name: string): Places {
  const { definitions, uses } = program.preprocessed;
  const declarations = definitions.flatMap((entry) => (entry.name === name && entry.range ? [entry.range] : []));
  const found: SourceRange[] = uses.filter((use) => use.name === name).map(({ range }) => range);
  const compatibility = compatibilityOf(program);
  for (const source of program.files) {
    const { tokens, directives } = readFileText(source, compatibility);
    for (const token of tokens) {
      if (token.tokenType === t.Word && token.image === name && isInactive(program, source, token.start)) {
        found.push({ source, start: token.start, end: token.end });
      }
    }
    for (const { argument, kind } of directives) {
      if (!argument || kind === 'include_file' || kind === 'import_file') continue;
      for (const match of argument.text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
        if (match[0] !== name || (kind !== 'ifexp' && match.index > 0)) continue;
        const start = argument.start + match.index;
        found.push({ source, start, end: start + name.length });
      }
    }
  }
  return { declarations, uses: found };
}

function readsOfGlobal(program: Program, group: string, name: string): SourceRange[] {
  const written = `cfg_get.${group}.${name}`;
  const found: SourceRange[] = [];
  for (const token of tokensOf(program)) {
    const { tokenType, image, source, start } = token;
    if (!image.includes(written)) continue;
    if (tokenType === t.Select && image === `@${written}`) found.push({ source, start, end: token.end });
    else if (tokenType === t.PseudoVariable) {
      const inner = innerOfSelect(readPseudoVariable(image, 0, false), written);
      if (inner) found.push({ source, start: start + inner.start, end: start + inner.end });
    } else if (tokenType === t.StringLiteral) {
      const value = decodeString(image);
      for (const node of findPseudoVariables(value.text)) {
        const inner = innerOfSelect(node, written);
        if (inner) found.push(rangeInString(token, value, inner.start, inner.end));
      }
    }
  }
  return found;
}

function innerOfSelect(
  { name, inner }: ReturnType<typeof readPseudoVariable>,
  written: string,
): ReturnType<typeof readPseudoVariable>['inner'] {
  return name.text === 'sel' && (inner?.text === written || inner?.text === `@${written}`) ? inner : undefined;
}
