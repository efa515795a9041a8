import type { Analysis } from '../semantic/analysis.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets, signaturesFor } from './shared/call-targets.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { variableUses } from './shared/variables.ts';

/** Headers that Kamailio knows by number (core/parser/hf.h): of these it reads the name up to the colon. */
const KNOWN = new Set(
  (
    'via v to t from f cseq call-id i contact m max-forwards route record-route path content-type c content-length l ' +
    'authorization expires proxy-authorization www-authenticate proxy-authenticate supported k require proxy-require ' +
    'unsupported allow event o accept accept-language organization priority subject s user-agent server ' +
    'content-disposition diversion remote-party-id refer-to r session-expires x min-se subscription-state ' +
    'accept-contact a allow-events u content-encoding e referred-by b reject-contact request-disposition identity ' +
    'identity-info retry-after p-preferred-identity p-asserted-identity privacy date replaces reason min-expires'
  ).split(' '),
);

export const headerName: Rule = {
  code: 'header-name',
  severity: 'warning',
  category: 'calls',
  summary: 'The name of a header is written in a way that no header matches.',
  advice: 'Write the name alone; several need several calls, and patterns the functions that end in `_re`.',
  documentation: {
    why:
      'Names are compared as they stand, but for upper and lower case. With a colon behind it, a star in it or several in ' +
      'one text the name is that of no header: nothing is removed, and nothing found. In a header that is added the colon has ' +
      'to be there.',
    wrong: `loadmodule "textops.so"

request_route {
  remove_hf("X-Internal:");
  exit;
}
`,
    right: `loadmodule "textops.so"

request_route {
  remove_hf("X-Internal");
  exit;
}
`,
  },
  check(analysis, report) {
    for (const finding of findings(analysis)) report(finding);
  },
};

function* findings(analysis: Analysis): Iterable<RuleFinding> {
  for (const [call, target] of callTargets(analysis)) {
    if (target.kind !== 'module') continue;
    const given = call.node.arguments.length;
    const signatures = signaturesFor(target.functions, given);
    for (let index = 0; index < given && signatures.length > 0; index++) {
      if (!signatures.every(({ argumentKinds }) => argumentKinds[index] === 'header')) continue;
      const constant = constantArgument(call, index);
      if (constant?.token.tokenType !== t.StringLiteral || constant.text.includes('$')) continue;
      const finding = checkName(constant.text, constant.range, call.name);
      if (finding) yield finding;
    }
  }
  for (const call of callsOf(analysis, 'textops', ['append_hf', 'insert_hf', 'append_to_reply'])) {
    const constant = constantArgument(call, 0);
    const line = /^[^:$]+\r?\n/.exec(constant?.text ?? '')?.[0].trimEnd();
    if (!constant || line === undefined || line === '') continue;
    const message = `this line is no header: the name ends with a colon, as in 'X-Name: value'`;
    yield { range: constant.rangeOf(0, line.length), message };
  }
  for (const use of variableUses(analysis)) {
    const { node } = use;
    if ((node.name.text !== 'hdr' && node.name.text !== 'hdrc') || !node.inner || node.fault) continue;
    const { text } = node.inner;
    if (text === '*' || text.includes('$')) continue;
    const finding = checkName(text, use.rangeOf(node.inner), undefined);
    if (finding) yield finding;
  }
}

function checkName(text: string, range: RuleFinding['range'], called: string | undefined): RuleFinding | undefined {
  const name = text.trim().replace(/\s*:$/, '');
  const isWritten = range.source.text.slice(range.start, range.end) === text;
  if (/^[\w!#%&'+.^`~-]+$/.test(name)) {
    if (name === text || KNOWN.has(name.toLowerCase())) return undefined;
    const message = `no header is called '${text}': the name stands without colon and blanks`;
    return isWritten ? { range, message, replacement: name } : { range, message };
  }
  if (name === '' || /[<{]/.test(name)) return undefined;
  const isPattern = /[*|^$()[\]\\]/.test(name) && !name.includes(':');
  const how =
    isPattern && called !== undefined && !called.startsWith('append') && !called.startsWith('insert')
      ? `; a pattern is for ${called}_re()`
      : '';
  return { range, message: `no header is called '${text}'${how}` };
}
