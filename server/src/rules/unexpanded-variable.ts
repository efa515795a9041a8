import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import { findPseudoVariables, type PseudoVariableNode } from '../syntax/pseudo-variable.ts';
import type { Token } from '../syntax/token.ts';
import { walk, type AnyNode } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { constantOf, type ConstantText } from './shared/constant-text.ts';
import { loadedVariables } from './shared/loaded-variables.ts';
import { nodesOfKind } from './shared/route-nodes.ts';

export const unexpandedVariable: Rule = {
  code: 'unexpanded-variable',
  severity: 'warning',
  category: 'expressions',
  summary: 'A pseudo-variable stands in a text that Kamailio takes as it is.',
  advice: 'Put texts and pseudo-variables together with +.',
  documentation: {
    why:
      'Functions such as `xlog()` put values in the place of pseudo-variables in their arguments. Where a text is ' +
      'assigned or compared nothing does that: `$du = "sip:$si:5060"` sends to a host that is called `$si`. Only a variable ' +
      'that is given to a function without quotes has its value read like a text that stands there.',
    wrong: `loadmodule "pv.so"

request_route {
  $du = "sip:$si:5060";
}
`,
    right: `loadmodule "pv.so"

request_route {
  $du = "sip:" + $si + ":5060";
}
`,
  },
  check(analysis, report) {
    // What pv_evalx() works out later may well be a text with variables in it.
    if (analysis.program.symbols.calls.some(({ name }) => name === 'pv_evalx')) return;
    const { inArguments, expandedLater } = lookAtCalls(analysis);
    for (const { node, parent, item } of nodesOfKind(analysis, 'string')) {
      const token = item.tokens[node.token];
      if (!parent || inArguments.has(node) || token?.image.includes('$') !== true) continue;
      if (isAssignment(parent) && expandedLater.has(item.tokens[parent.target.from]?.image ?? '')) continue;
      const constant = constantOf(token);
      if (!constant) continue;
      const variables = findPseudoVariables(constant.text).filter((variable) => isKnown(analysis, variable));
      const [first] = variables;
      if (!first) continue;
      const written = constant.text.slice(first.start, first.end);
      const range = constant.rangeOf(first.start, first.end);
      const message = `'${written}' is plain text here: only arguments of functions are expanded`;
      const isPattern = parent.kind === 'case' || item.tokens[node.from - 1]?.image === '=~';
      const newText = isPattern ? undefined : join(constant, variables);
      if (newText === undefined) {
        report({ range, message });
        continue;
      }
      const whole = { source: token.source, start: token.start, end: token.end };
      const isOperand = parent.kind === 'binary' && item.tokens[parent.operator]?.image !== '+';
      const edits = [{ range: whole, newText: isOperand ? `(${newText})` : newText }];
      report({ range, message, fix: { title: 'Put the text together with +', edits, isSafe: false } });
    }
  },
};

type Assignment = Extract<AnyNode, { readonly kind: 'assignment' | 'assignmentExpression' }>;

function isAssignment(node: AnyNode): node is Assignment {
  return node.kind === 'assignment' || node.kind === 'assignmentExpression';
}

/**
 * The texts in arguments of functions, and the pseudo-variables that stand as arguments without quotes: Kamailio reads
 * such an argument as it would read a text there, and so expands what the value holds.
 */
function lookAtCalls(analysis: Analysis): { inArguments: Set<AnyNode>; expandedLater: Set<string> } {
  const inArguments = new Set<AnyNode>();
  const expandedLater = new Set<string>();
  const collect = (root: AnyNode, tokens: readonly Token[]): void => {
    walk(root, (node) => {
      if (node.kind === 'string') inArguments.add(node);
      else if (node.kind === 'pseudoVariable') expandedLater.add(tokens[node.token]?.image ?? '');
    });
  };
  for (const { node, item } of nodesOfKind(analysis, 'call')) {
    for (const argument of node.arguments) collect(argument, item.tokens);
  }
  // What such a variable was given from others came from there.
  const { assignments } = analysis.program.symbols;
  for (let known = -1; known !== expandedLater.size;) {
    known = expandedLater.size;
    for (const { node, item } of assignments) {
      if (!node.value || !expandedLater.has(item.tokens[node.target.from]?.image ?? '')) continue;
      walk(node.value, (part) => {
        if (part.kind === 'pseudoVariable') expandedLater.add(item.tokens[part.token]?.image ?? '');
      });
    }
  }
  return { inArguments, expandedLater };
}

/** Whether Kamailio would take a piece of a text for a pseudo-variable, were it to look for one. */
function isKnown(analysis: Analysis, { name, inner, fault }: PseudoVariableNode): boolean {
  if (fault || name.text.length < 2) return false;
  return loadedVariables(analysis, name.text).some(({ entry }) => entry.innerName === (inner !== undefined));
}

/** The text as a sum of texts and pseudo-variables, if it stands in the file as it is read. */
function join({ text, token }: ConstantText, variables: readonly PseudoVariableNode[]): string | undefined {
  if (!isVerbatim(token) || token.image !== `"${text}"`) return undefined;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of variables) {
    // A sum that begins with a pseudo-variable may be one of numbers.
    if (start > at || pieces.length === 0) pieces.push(`"${text.slice(at, start)}"`);
    pieces.push(text.slice(start, end));
    at = end;
  }
  if (at < text.length) pieces.push(`"${text.slice(at)}"`);
  return pieces.join(' + ');
}
