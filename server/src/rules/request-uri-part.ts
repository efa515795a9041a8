import type { Analysis } from '../semantic/analysis.ts';
import { rangeOf } from '../semantic/program.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument, constantOf, type ConstantText } from './shared/constant-text.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { isStandIn, plainVariable, variableForm } from './shared/variable-values.ts';

/** Pseudo-variables whose setters refuse a number (pv_core.c `pv_set_…`, 5.5 to the development version). */
const TEXTS_ONLY: ReadonlySet<string> = new Set('du duri ru ruri rU ruri.user rd ruri.domain br fs fsn'.split(' '));
/** Those that take a part of the request URI; what they are given becomes part of it as it stands. */
const PARTS: ReadonlySet<string> = new Set('rU ruri.user rd ruri.domain rp'.split(' '));

/** Functions of the core that set the same parts, by the name of the grammar. */
const SETTERS: Readonly<Record<string, string>> = {
  rewritehost: 'rd',
  rewriteuser: 'rU',
  rewriteport: 'rp',
};

export const requestUriPart: Rule = {
  code: 'request-uri-part',
  severity: 'warning',
  category: 'expressions',
  summary: 'A part of the request URI is set to something that cannot stand there.',
  advice: 'Set user, host and port one by one as texts, or the whole URI with $ru.',
  documentation: {
    why:
      'What is assigned to `$rU`, `$rd` or `$rp` becomes part of the URI as it stands: with `@` in the user or a word as ' +
      'the port Kamailio can no longer read the URI, and the request goes nowhere. A number instead of a text is refused ' +
      'when it runs, so the URI stays as it was.',
    wrong: `loadmodule "pv.so"

request_route {
  $rU = 100;
  $rp = "sip";
}
`,
    right: `loadmodule "pv.so"

request_route {
  $rU = "100";
  $rp = "5070";
}
`,
  },
  check(analysis, report) {
    for (const kind of ['assignment', 'assignmentExpression'] as const) {
      for (const { node, item } of nodesOfKind(analysis, kind)) {
        const name = plainVariable(node.target, item.tokens);
        const { value } = node;
        if (name === undefined || item.tokens[node.operator]?.image !== '=') continue;
        if (value?.kind !== 'string' && value?.kind !== 'number') continue;
        const constant = constantOf(item.tokens[value.token]);
        if (!constant) continue;
        if (value.kind === 'string') {
          const finding = PARTS.has(name) ? checkText(name, constant) : undefined;
          if (finding) report(finding);
        } else if (TEXTS_ONLY.has(name)) {
          const range = rangeOf(item, value);
          const message = `'$${name}' takes texts only: Kamailio refuses the number when it runs`;
          report(
            isVerbatim(constant.token)
              ? { range, message, replacement: `"${constant.token.image}"` }
              : { range, message },
          );
        }
      }
    }
    for (const finding of checkCalls(analysis)) report(finding);
  },
};

function* checkCalls(analysis: Analysis): Iterable<RuleFinding> {
  for (const [call, target] of callTargets(analysis)) {
    const part = target.kind === 'core' ? SETTERS[target.function.entry.name] : undefined;
    const constant = part === undefined ? undefined : constantArgument(call, 0);
    const finding = constant && part !== undefined ? checkText(part, constant) : undefined;
    if (finding) yield finding;
  }
}

function checkText(name: string, { text, range }: ConstantText): RuleFinding | undefined {
  // A variable in such a text is the business of another rule.
  if (text === '' || text.includes('$') || isStandIn(text)) return undefined;
  if (name === 'rp') {
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return undefined;
    return { range, message: `"${text}" is no port: Kamailio cannot read the request URI with it` };
  }
  const form = variableForm(name);
  if (!form || form.accepts(text)) return undefined;
  const what = name === 'rd' || name === 'ruri.domain' ? 'the host' : 'the user';
  return { range, message: `"${text}" is more than ${what} of a URI: Kamailio cannot read the request URI with it` };
}
