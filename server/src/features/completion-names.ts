import type { Program } from '../semantic/program.ts';
import { collectSymbols, type ParameterSetting, type Symbols } from '../semantic/symbols.ts';
import { findPseudoVariables, readPseudoVariable, type PseudoVariableNode } from '../syntax/pseudo-variable.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import * as t from '../syntax/token-types.ts';

/** A name in use, and a token that holds it: what is used only under the cursor is no proposal. */
export interface UsedName {
  readonly name: string;
  readonly first: Token;
  /** Whether another token holds it too. */
  readonly isRepeated: boolean;
}

export interface KnownDefine {
  readonly name: string;
  /** What stands for it; `undefined` where nothing does or it is known only where Kamailio runs. */
  readonly value: string | undefined;
  /** Whether a directive or the environment defines it somewhere; otherwise it is only asked for. */
  readonly isDefined: boolean;
}

/** What a configuration itself names, on both sides of its conditions. */
export interface ProgramNames {
  /** The symbols of the program and of every stretch that a condition keeps from it. */
  readonly symbols: readonly Symbols[];
  /** Modules by name: whether they are loaded as the conditions stand. */
  readonly modules: ReadonlyMap<string, 'loaded' | 'conditional'>;
  readonly parameters: readonly ParameterSetting[];
  readonly defines: ReadonlyMap<string, KnownDefine>;
  /** Inner names by pseudo-variable: `x` under `var` for `$var(x)`. */
  readonly inner: ReadonlyMap<string, ReadonlyMap<string, UsedName>>;
  /** Pseudo-variables as they are written, such as `$rU` and `$var(x)`. */
  readonly variables: ReadonlyMap<string, UsedName>;
}

const known = new WeakMap<Program, ProgramNames>();

/** Collects the names once a program. */
export function namesOf(program: Program): ProgramNames {
  let names = known.get(program);
  if (!names) {
    names = collectNames(program);
    known.set(program, names);
  }
  return names;
}

function collectNames(program: Program): ProgramNames {
  const inactive = program.inactive.map((text) => collectSymbols(text.items));
  const symbols = [program.symbols, ...inactive];
  const modules = new Map<string, 'loaded' | 'conditional'>();
  for (const name of program.symbols.loaded.keys()) modules.set(name, 'loaded');
  for (const { loaded } of inactive)
    for (const name of loaded.keys()) if (!modules.has(name)) modules.set(name, 'conditional');
  const variables = new VariableCollector();
  for (const token of program.preprocessed.tokens) variables.add(token);
  for (const text of program.inactive) for (const { token } of text.tokens) variables.add(token);
  return {
    symbols,
    modules,
    parameters: symbols.flatMap((entry) => entry.parameters),
    defines: collectDefines(program),
    inner: variables.inner,
    variables: variables.written,
  };
}

function collectDefines(program: Program): Map<string, KnownDefine> {
  const defines = new Map<string, KnownDefine>();
  const { preprocessed } = program;
  for (const { name, value, isOpaque } of preprocessed.definitions) {
    defines.set(name, { name, value: isOpaque ? undefined : value, isDefined: true });
  }
  const compatibility = compatibilityOf(program);
  // The files themselves, because the preprocessor reads no definition in text that a condition takes away.
  for (const directive of program.files.flatMap((file) => readFileText(file, compatibility).directives)) {
    const { argument, kind, value } = directive;
    if (!argument || kind === 'include_file' || kind === 'import_file') continue;
    if (kind === 'ifexp') {
      for (const [name] of argument.text.matchAll(/[A-Za-z_]\w*/g)) addAskedFor(defines, name);
    } else if (kind === 'ifdef' || kind === 'ifndef' || kind === 'undefine' || kind === 'tryundefine') {
      addAskedFor(defines, argument.text);
    } else {
      // A definition on the side of a condition that does not hold.
      const name = argument.text.split('=')[0] ?? '';
      const earlier = defines.get(name);
      if (name !== '' && earlier?.isDefined !== true) defines.set(name, { name, value: value?.text, isDefined: true });
    }
  }
  for (const { name } of preprocessed.uses) addAskedFor(defines, name);
  return defines;
}

function addAskedFor(defines: Map<string, KnownDefine>, name: string): void {
  if (!defines.has(name)) defines.set(name, { name, value: undefined, isDefined: false });
}

class VariableCollector {
  readonly inner = new Map<string, Map<string, UsedName>>();
  readonly written = new Map<string, UsedName>();

  add(token: Token): void {
    if (token.tokenType === t.PseudoVariable) {
      this.#note(token.image, readPseudoVariable(token.image, 0, false), token);
    } else if (token.tokenType === t.StringLiteral && token.image.includes('$')) {
      const { text } = decodeString(token.image);
      for (const node of findPseudoVariables(text)) this.#note(text, node, token);
    }
  }

  #note(text: string, node: PseudoVariableNode, token: Token): void {
    for (const nested of node.nested) this.#note(text, nested, token);
    const { name, inner, fault } = node;
    if (name.text === '' || fault) return;
    if (inner && /^[^\s$]+$/.test(inner.text)) {
      const names = this.inner.get(name.text) ?? new Map<string, UsedName>();
      this.inner.set(name.text, names);
      addUse(names, inner.text, token);
    }
    if (!inner || /^[^\s$]+$/.test(inner.text)) {
      addUse(this.written, inner ? `$${name.text}(${inner.text})` : `$${name.text}`, token);
    }
  }
}

function addUse(names: Map<string, UsedName>, name: string, token: Token): void {
  const known = names.get(name);
  if (!known) names.set(name, { name, first: token, isRepeated: false });
  else if (!known.isRepeated && known.first !== token) names.set(name, { ...known, isRepeated: true });
}

/** Whether a name is used anywhere but under the cursor. */
export function isUsedElsewhere(name: UsedName, source: SourceText, offset: number): boolean {
  const { first } = name;
  return name.isRepeated || first.source !== source || offset < first.start || offset > first.end;
}
