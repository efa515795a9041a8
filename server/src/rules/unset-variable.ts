import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import { findPseudoVariables, readPseudoVariable, type PseudoVariableNode } from '../syntax/pseudo-variable.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { callTargets, signaturesFor } from './shared/call-targets.ts';
import { variableUses } from './shared/variables.ts';
import { isMisspelling } from './shared/near-names.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

/** Variables that only the configuration sets; `$shv` can be set from outside. */
const CLASSES: ReadonlySet<string> = new Set(['var', 'vn', 'vz', 'avp', 'xavp']);

export const unsetVariable: Rule = {
  code: 'unset-variable',
  severity: 'information',
  category: 'expressions',
  summary: 'A variable is read that nothing ever sets.',
  advice: 'Correct the name, or set the variable before.',
  documentation: {
    why:
      'A `$var` that was never set is 0 and empty, an AVP is not there at all. Kamailio says nothing, so a misspelt name ' +
      'makes a condition that is never met.',
    wrong: `loadmodule "pv.so"

request_route {
  $var(local) = 1;
  if ($var(locla) == 1) exit;
}
`,
    right: `loadmodule "pv.so"

request_route {
  $var(local) = 1;
  if ($var(local) == 1) exit;
}
`,
  },
  check(analysis, report) {
    if (hasForeignScript(analysis) || mayStandElsewhere(analysis, /(?!)/)) return;
    const { written, targets, assigned } = collectWritten(analysis);
    const told = new Set<string>();
    for (const use of variableUses(analysis)) {
      const name = nameOf(use.node);
      if (name === undefined || targets.has(use.token) || written.has(name) || told.has(name)) continue;
      if (isPlaceholder(name) || mayStandElsewhere(analysis, mention(use.node))) continue;
      told.add(name);
      const inner = use.node.inner!;
      const range = use.rangeOf(inner);
      const [kind = '', own = ''] = split(name);
      const set = [...assigned].map(split).filter(([other]) => other === kind);
      const likely = findLikely(
        own,
        set.map(([, text = '']) => text),
      );
      // AVPs are set by modules under names of their own; a misspelt one is another matter.
      if (likely === undefined && !kind.startsWith('v')) continue;
      const message = `nothing sets '$${kind}(${own})'`;
      if (likely === undefined) report({ range, message });
      else {
        const text = `${message}; did you mean '$${kind}(${likely})'?`;
        const isPlain = isVerbatim(use.token) && inner.text === own;
        report({ range, message: text, severity: 'warning', ...(isPlain ? { replacement: likely } : {}) });
      }
    }
  },
};

function findLikely(name: string, candidates: readonly string[]): string | undefined {
  const likely = suggest(name, candidates);
  if (likely === undefined) return undefined;
  return likely.toLowerCase() === name.toLowerCase() || isMisspelling(name, likely) ? likely : undefined;
}

function split(name: string): string[] {
  const at = name.indexOf(' ');
  return [name.slice(0, at), name.slice(at + 1)];
}

/** Class and name of a variable: of an XAVP that of the whole, not of a field. */
function nameOf({ name, inner, fault }: PseudoVariableNode): string | undefined {
  if (fault || !inner || !CLASSES.has(name.text) || inner.text.includes('$')) return undefined;
  const own =
    name.text === 'xavp' ? /^\s*\w+/.exec(inner.text)?.[0].trim() : inner.text.replace(/^(?:s|i):/, '').trim();
  return own === undefined || own === '' ? undefined : `${name.text} ${own}`;
}

/** What text that is not read would have to hold to set a variable. */
function mention({ inner }: PseudoVariableNode): RegExp {
  const own = (inner?.text ?? '')
    .replace(/^(?:s|i):/, '')
    .split('=>')[0]!
    .trim();
  return new RegExp(own.replace(/[^\w]/g, '\\$&'));
}

/** Kinds of arguments from which functions only read. */
const READING: ReadonlySet<string> = new Set([
  'string+pv',
  'string|pv',
  'int|pv',
  'loglevel',
  'logfacility',
  'regex',
  'subst',
]);

interface Written {
  /** Names that something sets or may set. */
  readonly written: ReadonlySet<string>;
  /** Those that assignments set. */
  readonly assigned: ReadonlySet<string>;
  /** The variables that assignments set, where they stand. */
  readonly targets: ReadonlySet<Token>;
}

function collectWritten(analysis: Analysis): Written {
  const { symbols } = analysis.program;
  const written = new Set<string>();
  const assigned = new Set<string>();
  const targets = new Set<Token>();
  const addText = (text: string): void => {
    for (const node of findPseudoVariables(text)) {
      for (const each of [node, ...node.nested]) add(nameOf(each), written);
    }
    // Modules are told of AVPs and XAVPs by their bare names, too.
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) for (const kind of CLASSES) written.add(`${kind} ${word}`);
  };
  for (const { node, item } of symbols.assignments) {
    const token = item.tokens[node.target.from];
    if (node.target.kind === 'attribute' && token) addText(token.image);
    if (node.target.kind !== 'pseudoVariable' || !token) continue;
    targets.add(token);
    const name = nameOf(readPseudoVariable(token.image, 0, true));
    add(name, written);
    add(name, assigned);
  }
  for (const { valueToken } of symbols.parameters) {
    if (valueToken?.tokenType === t.StringLiteral) addText(decodeString(valueToken.image).text);
  }
  for (const [call, target] of callTargets(analysis)) {
    const given = call.node.arguments.length;
    const signatures = target.kind === 'module' ? signaturesFor(target.functions, given) : [];
    for (const [index, argument] of call.node.arguments.entries()) {
      const isRead =
        signatures.length > 0 && signatures.every(({ argumentKinds }) => READING.has(argumentKinds[index] ?? ''));
      if (isRead) continue;
      for (let at = argument.from; at <= argument.to; at++) {
        const token = call.item.tokens[at]!;
        if (token.tokenType === t.StringLiteral) addText(decodeString(token.image).text);
        else if (token.tokenType === t.PseudoVariable) add(nameOf(readPseudoVariable(token.image, 0, true)), written);
      }
    }
  }
  return { written, assigned, targets };
}

function add(name: string | undefined, written: Set<string>): void {
  if (name !== undefined) written.add(name);
}
