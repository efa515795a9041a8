import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import { nameOf, rangeOfToken, type CallSymbol } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { innerFormsOf } from './shared/inner-forms.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses } from './shared/variables.ts';
import { isPlaceholder, misspelt, misspeltText } from './shared/wording.ts';

export const undeclaredFlag: Rule = {
  code: 'undeclared-flag',
  severity: 'error',
  category: 'calls',
  summary: "A flag is used by a name that neither 'flags' nor a define declares before.",
  advice: "Declare it with 'flags NAME', give its number, or define the name with '#!define'.",
  documentation: {
    why: `Flags are numbers from 0 to 31. A name stands for one of them only where \`flags\` has declared it before, or a define
replaces it by a number.`,
    wrong: `request_route {
    setflag(FROM_TRUNK);
    exit;
}
`,
    right: `flags FROM_TRUNK

request_route {
    setflag(FROM_TRUNK);
    exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete) return;
    const declared = { flag: new Map<string, number>(), avpflag: new Map<string, number>() };
    for (const { name, token, isAvp, item } of analysis.program.symbols.flags) {
      if (token.tokenType === t.Opaque) return;
      const names = isAvp ? declared.avpflag : declared.flag;
      if (!names.has(name)) names.set(name, facts.position(item));
    }
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'core') continue;
      const isAvp = target.function.entry.name.endsWith('avpflag') || target.function.entry.name === 'isavpflagset';
      const token = flagToken(call, target.function.entry.argumentKinds);
      if (!token) continue;
      const names = isAvp ? declared.avpflag : declared.flag;
      const place = names.get(nameOf(token));
      if (place !== undefined && place < facts.position(call.item)) continue;
      report(describe(analysis, token, isAvp ? 'avpflags' : 'flags', names.keys()));
    }
    for (const use of variableUses(analysis)) {
      const { inner } = use.node;
      if (!inner || /^[+-]?\d+$/.test(inner.text) || isPlaceholder(inner.text)) continue;
      if (!innerFormsOf(analysis, use).some(({ kind }) => kind === 'flag')) continue;
      const place = declared.flag.get(inner.text);
      if (place !== undefined && (use.place === 'string' || place < facts.position(use.item))) continue;
      const message = `the flag '${inner.text}' is not known here: no 'flags' declares it before`;
      const finding = misspeltText(use.rangeOf(inner), message, inner.text, new Set(declared.flag.keys()));
      report(use.isRefused ? finding : { ...finding, severity: 'warning' });
    }
  },
};

/** The token of the argument that names a flag. */
function flagToken({ node, item }: CallSymbol, rows: readonly (readonly string[])[]): Token | undefined {
  const at = rows.find((row) => row.includes('flag'))?.indexOf('flag') ?? -1;
  const argument = node.arguments[at];
  if (!argument || argument.from !== argument.to) return undefined;
  if (argument.kind !== 'name' && argument.kind !== 'string') return undefined;
  const token = item.tokens[argument.token];
  return token && token.tokenType !== t.Opaque && !isPlaceholder(token.image) ? token : undefined;
}

function describe(
  { program }: Analysis,
  token: Token,
  keyword: 'flags' | 'avpflags',
  declared: Iterable<string>,
): RuleFinding {
  const name = nameOf(token);
  const defines = program.preprocessed.definitions.map((define) => define.name);
  if (token.tokenType === t.StringLiteral && defines.includes(name)) {
    const message = `'${name}' is a define, which is not replaced in a string, and no '${keyword}' declares a flag of that name`;
    const range = rangeOfToken(token);
    return isVerbatim(token) ? { range, message, replacement: name } : { range, message };
  }
  const how = keyword === 'flags' ? `neither 'flags' nor '#!define' declares it` : `no 'avpflags' declares it`;
  return misspelt(token, `the flag '${name}' is not known here: ${how} before`, name, [...declared, ...defines]);
}
