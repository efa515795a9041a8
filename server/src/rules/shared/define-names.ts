import type { Analysis } from '../../semantic/analysis.ts';
import type { Directive } from '../../syntax/directive.ts';
import type { SourceRange } from '../../syntax/source-text.ts';

/** A place where a condition asks for a name: an `#!ifdef`, an `#!ifndef` or part of an `#!ifexp`. */
export interface NameTest {
  readonly name: string;
  readonly range: SourceRange;
  readonly directive: Directive;
}

export interface DefineNames {
  /** What is asked for, also in text that conditions skip, by name. */
  readonly tests: ReadonlyMap<string, readonly NameTest[]>;
  /** Names that some directive of the program defines, whichever conditions hold, and those that Kamailio itself has. */
  readonly defined: ReadonlySet<string>;
  /** Words of the program's comments: names that are explained, or switched off as a comment. */
  readonly commented: ReadonlySet<string>;
  /** Names that a comment with the form of a directive would define. */
  readonly switchedOff: ReadonlySet<string>;
}

const known = new WeakMap<Analysis, DefineNames>();

const DEFINING = /(#+[ \t]*!?|!!)[ \t]*(?:(?:try|re)?def(?:ine|s|env|envs|exp|exps)?|trydefenvs?)[ \t]+([A-Za-z_]\w*)/g;
const SUBSTITUTING = /#!substdefs?[ \t]+["'](.)([A-Za-z_]\w*)\1/g;

/** The names that the conditions of a program ask for, and those that are defined. */
export function defineNames(analysis: Analysis): DefineNames {
  let names = known.get(analysis);
  if (!names) {
    names = collect(analysis);
    known.set(analysis, names);
  }
  return names;
}

function collect({ program }: Analysis): DefineNames {
  const { preprocessed } = program;
  const defined = new Set(preprocessed.definitions.map(({ name }) => name));
  const commented = new Set<string>();
  const switchedOff = new Set<string>();
  const tests = new Map<string, NameTest[]>();
  const add = (name: string, start: number, directive: Directive): void => {
    const range = { source: directive.source, start, end: start + name.length };
    const list = tests.get(name);
    const test = { name, range, directive };
    if (list) list.push(test);
    else tests.set(name, [test]);
  };
  for (const directive of preprocessed.directives) {
    const { kind, argument } = directive;
    if (!argument) continue;
    if (kind === 'ifdef' || kind === 'ifndef') add(argument.text, argument.start, directive);
    else if (kind === 'ifexp') {
      const words = argument.text.replace(/"[^"]*"|'[^']*'/g, (text) => ' '.repeat(text.length));
      for (const { 0: name, index } of words.matchAll(/[A-Za-z_]\w*/g)) add(name, argument.start + index, directive);
    }
  }
  for (const source of program.files) {
    for (const { start, end } of program.commentsOf(source)) {
      const text = source.text.slice(start, end);
      for (const [word] of text.matchAll(/[A-Za-z_]\w+/g)) commented.add(word);
      for (const [, , name = ''] of text.matchAll(DEFINING)) switchedOff.add(name);
    }
  }
  for (const { source, start, end } of preprocessed.inactive) {
    const text = source.text.slice(start, end);
    for (const [, sign, name = ''] of text.matchAll(DEFINING)) {
      if (sign === '#!' || sign === '!!') defined.add(name);
      else switchedOff.add(name);
    }
    for (const [, , name = ''] of text.matchAll(SUBSTITUTING)) defined.add(name);
    for (const [line] of text.matchAll(/^[ \t]*#(?!!).*$/gm)) {
      for (const [word] of line.matchAll(/[A-Za-z_]\w+/g)) commented.add(word);
    }
    // A module that is loaded there defines a name, too.
    for (const [, module = ''] of text.matchAll(/\bloadmodule\s*\(?\s*"(?:[^"\n]*\/)?(\w+?)(?:\.so)?"/g)) {
      defined.add(`MOD_${module}`);
    }
  }
  return { tests, defined, commented, switchedOff };
}
