import type { Analysis } from '../semantic/analysis.ts';
import { rangeOf } from '../semantic/program.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { takesArguments } from './shared/call-targets.ts';
import { classifyName, type NamePlace } from './shared/names.ts';
import { factsOf } from './shared/program-facts.ts';
import { isPlaceholder, misspelt } from './shared/wording.ts';

const STATEMENTS = ['exit', 'return', 'drop', 'break', 'else'];

export const bareName: Rule = {
  code: 'bare-name',
  severity: 'error',
  category: 'calls',
  summary: 'A name stands where a value or a statement belongs, and is neither.',
  advice: "Define it with '#!define', put quotes around a text, or add the parentheses of a call.",
  documentation: {
    why: `A word alone is a define that was never defined, a string without its quotes, or a call without its parentheses. Kamailio
reports a syntax error or an unknown command, depending on where it stands.`,
    wrong: `request_route {
    if (method == "OPTIONS") forward;
    exit;
}
`,
    right: `request_route {
    if (method == "OPTIONS") forward();
    exit;
}
`,
  },
  check(analysis, report) {
    if (factsOf(analysis).isIncomplete) return;
    for (const place of analysis.program.symbols.names) {
      if (place.token.tokenType === t.Opaque || isPlaceholder(place.token.image)) continue;
      if (classifyName(analysis, place) === 'illegal') report(describe(analysis, place));
    }
  },
};

function describe(analysis: Analysis, { token, node, item, parent }: NamePlace): RuleFinding {
  const { catalog, program } = analysis;
  const name = token.image;
  const isStatement = parent?.kind === 'expressionStatement';
  const isFunction = catalog.coreFunction(name) !== undefined || catalog.functionsNamed(name).length > 0;
  if (isFunction) {
    const message = `'(' is expected behind the function '${name}'`;
    const range = rangeOf(item, node);
    const takesNone =
      catalog.coreFunction(name)?.entry.arities.includes(0) ??
      catalog
        .functionsNamed(name)
        .some(({ entry }) => catalog.has(entry) && entry.signatures.some((signature) => takesArguments(signature, 0)));
    if (!isStatement || !takesNone || !isVerbatim(token)) return { range, message };
    const edits = [{ range: { ...range, start: range.end }, newText: '()' }];
    return { range, message, fix: { title: `Write '${name}()'`, edits, isSafe: true } };
  }
  const defines = program.preprocessed.definitions.map((define) => define.name);
  if (isStatement) {
    const message = `'${name}' is no statement`;
    return misspelt(token, message, name, [...STATEMENTS, ...bareFunctions(analysis), ...defines]);
  }
  const message = /^[A-Z][A-Z0-9_]*$/.test(name)
    ? `'${name}' is not defined: '#!define ${name}' is missing before`
    : `'${name}' is no value: put quotes around a text, or define the name with '#!define'`;
  return misspelt(token, message, name, defines);
}

function bareFunctions({ catalog }: Analysis): string[] {
  return catalog.core.functions.filter((entry) => entry.bare && catalog.has(entry)).map((entry) => entry.name);
}
