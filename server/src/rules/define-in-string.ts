import type { Analysis } from '../semantic/analysis.ts';
import type { Define } from '../semantic/define.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantOf, type ConstantText } from './shared/constant-text.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { SIP_METHODS } from './shared/sip-methods.ts';
import { plainVariable } from './shared/variable-values.ts';

/** Pseudo-variables that take an address. */
const ADDRESSES: ReadonlySet<string> = new Set(['du', 'ru', 'rd', 'fs', 'rp']);

/**
 * A name that stands alone, written as defines commonly are. In parentheses it may be the name of an AVP, and the log
 * levels that some define for numbers are what `xlog` calls them itself.
 */
const NAME = /(?<![\w$.(-])(?!L_)[A-Z][A-Z\d_]{3,}(?![\w.-]*\w)/g;

export const defineInString: Rule = {
  code: 'define-in-string',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'The name of a define stands in a string, where Kamailio does not replace it.',
  advice: 'Write the name without quotes, or define it with #!substdef, which works in strings too.',
  documentation: {
    why:
      '`#!define` puts its value in the place of bare words only. In a string the name stays as it is: ' +
      '`"sip:MY_IP:5060"` names a host `MY_IP`. `#!substdef "!MY_IP!192.0.2.1!g"` does both.',
    wrong: `#!define MY_IP 192.0.2.1
loadmodule "pv.so"
request_route {
  $du = "sip:MY_IP:5080";
}
`,
    right: `#!substdef "!MY_IP!192.0.2.1!g"
loadmodule "pv.so"
request_route {
  $du = "sip:MY_IP:5080";
}
`,
  },
  check(analysis, report) {
    const defines = namesWithValue(analysis);
    if (defines.size === 0) return;
    for (const { constant, isWhole } of texts(analysis)) {
      if (!isVerbatim(constant.token)) continue;
      for (const { 0: word, index } of constant.text.matchAll(NAME)) {
        const define = defines.get(word);
        if (!define?.range || define.value === word) continue;
        if (isWhole ? word !== constant.text : !word.includes('_') && word !== constant.text) continue;
        report({
          range: constant.rangeOf(index, index + word.length),
          message: `'${word}' stays as it is in a string: only #!subst and #!substdef replace text there`,
          related: [{ range: define.range, message: 'it is defined here' }],
        });
      }
    }
  },
};

/** What files define with a value, and no substitution replaces. */
function namesWithValue({ program }: Analysis): ReadonlyMap<string, Define> {
  const found = new Map<string, Define>();
  for (const define of program.preprocessed.definitions) {
    const { name, value, directive } = define;
    if (value === undefined || value.trim() === '' || !directive?.kind.endsWith('define')) continue;
    found.set(name, define);
  }
  return found;
}

/** The texts in which a name is sure to be meant; `isWhole` where it has to be all of the text. */
function* texts(analysis: Analysis): Iterable<{ readonly constant: ConstantText; readonly isWhole: boolean }> {
  for (const { valueToken } of analysis.program.symbols.parameters) {
    const constant = stringOf(valueToken);
    if (constant) yield { constant, isWhole: false };
  }
  for (const { name, node, item } of analysis.program.symbols.settings) {
    const { value } = node;
    const isAddress = name.image === 'alias' || name.image.startsWith('advertised_');
    const constant = isAddress && value?.kind === 'literalValue' ? stringOf(item.tokens[value.token]) : undefined;
    if (constant) yield { constant, isWhole: false };
  }
  const ownWords = wordsOfTheScript(analysis);
  const flags = namesOfFlags(analysis);
  for (const { node, item } of nodesOfKind(analysis, 'string')) {
    const constant = stringOf(item.tokens[node.token]);
    if (constant && !flags.has(constant.token) && !SIP_METHODS.has(constant.text) && !ownWords.has(constant.text))
      yield { constant, isWhole: true };
  }
  for (const { node, item } of nodesOfKind(analysis, 'assignment')) {
    const { target, value } = node;
    if (value?.kind !== 'string' || !ADDRESSES.has(plainVariable(target, item.tokens) ?? '')) continue;
    const constant = stringOf(item.tokens[value.token]);
    if (constant) yield { constant, isWhole: false };
  }
}

/** What the core takes for the name of a flag, or refuses: `undeclared-flag` tells. */
function namesOfFlags(analysis: Analysis): ReadonlySet<Token> {
  const tokens = new Set<Token>();
  for (const [{ node, item }, target] of callTargets(analysis)) {
    if (target.kind !== 'core' || !target.function.entry.argumentKinds.flat().includes('flag')) continue;
    for (const { from } of node.arguments) {
      const token = item.tokens[from];
      if (token) tokens.add(token);
    }
  }
  return tokens;
}

/** Texts that mean something as they stand: what is written to a variable and asked for again. */
function wordsOfTheScript(analysis: Analysis): ReadonlySet<string> {
  const words = new Set<string>();
  const seen = new Set<string>();
  for (const { node, parent, item } of nodesOfKind(analysis, 'string')) {
    const text = parent?.kind === 'call' ? undefined : stringOf(item.tokens[node.token])?.text;
    if (text === undefined) continue;
    if (seen.has(text)) words.add(text);
    seen.add(text);
  }
  return words;
}

function stringOf(token: Token | undefined): ConstantText | undefined {
  return token?.tokenType === t.StringLiteral ? constantOf(token) : undefined;
}
