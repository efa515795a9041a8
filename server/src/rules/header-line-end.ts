import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Item } from '../syntax/item-reader.ts';
import { findPseudoVariables } from '../syntax/pseudo-variable.ts';
import type { Argument, Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantOf } from './shared/constant-text.ts';
import { nodesOfKind } from './shared/route-nodes.ts';

/** Functions of textops that put text among the headers as it stands, with the place of what ends the line. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['append_hf', 0],
  ['insert_hf', 0],
  ['append_to_reply', 0],
  ['append_urihf', 1],
]);

export const headerLineEnd: Rule = {
  code: 'header-line-end',
  severity: 'warning',
  category: 'calls',
  summary: 'A header is added without the line end that parts it from the next one.',
  advice: 'End the text with \\r\\n.',
  documentation: {
    why:
      'The text is put into the message as it stands. Without `\\r\\n` at its end the next header becomes part of this ' +
      'one’s value, and is lost; two line ends make of the other headers a body. In single quotes `\\r\\n` is four signs.',
    wrong: `loadmodule "textops.so"

request_route {
  append_hf("X-Site: north");
  exit;
}
`,
    right: `loadmodule "textops.so"

request_route {
  append_hf("X-Site: north\\r\\n");
  exit;
}
`,
  },
  check(analysis, report) {
    for (const finding of findings(analysis)) report(finding);
  },
};

function* findings(analysis: Analysis): Iterable<RuleFinding> {
  for (const call of callsOf(analysis, 'textops', [...FUNCTIONS.keys()])) {
    const index = FUNCTIONS.get(call.name) ?? 0;
    const finding = checkText(call.node.arguments[index], call.item, true, index === 0);
    if (finding) yield finding;
  }
  for (const { node, item } of nodesOfKind(analysis, 'assignment')) {
    if (item.tokens[node.target.from]?.image !== '$uac_req(hdrs)') continue;
    const finding = checkText(node.value, item, false, true);
    if (finding) yield finding;
  }
}

function checkText(
  value: Argument | Expression | undefined,
  item: Item,
  isExpanded: boolean,
  isWhole: boolean,
): RuleFinding | undefined {
  let last = value;
  while (last?.kind === 'binary' && item.tokens[last.operator]?.image === '+') last = last.right;
  if (last?.kind === 'pseudoVariable' && last !== value && value) {
    // A sum that begins with the name of a header and ends with a value.
    const first = item.tokens[value.from];
    const image = item.tokens[last.token]?.image ?? '';
    if (!/^"[\w-]+:/.test(first?.image ?? '') || mayEndLine(image)) return undefined;
    const { source, start, end } = item.tokens[last.token]!;
    return { range: { source, start, end }, message: MISSING };
  }
  const constant = last?.kind === 'string' ? constantOf(item.tokens[last.token]) : undefined;
  if (!constant || constant.text === '') return undefined;
  const { text, token, range } = constant;
  const ending = /\s*$/.exec(text)?.[0] ?? '';
  const tail = constant.rangeOf(Math.max(0, text.length - Math.max(1, ending.length)), text.length);
  if (/\r\n[ \t]*\r\n[ \t]*$/.test(text)) {
    return { range: tail, message: 'two line ends end the headers: what comes behind becomes the body' };
  }
  if (text.endsWith('\n')) return undefined;
  if (text.endsWith('\\r\\n')) {
    const message = "in single quotes '\\r\\n' is no line end: the next header becomes part of this one";
    return { range: constant.rangeOf(text.length - 4, text.length), message };
  }
  const variables = isExpanded ? findPseudoVariables(text) : [];
  const ender = variables.find(({ end }) => end === text.length);
  if (ender && (ender.start === 0 || mayEndLine(text.slice(ender.start)))) return undefined;
  // A sum's last part, or a suffix, says nothing of where the header begins.
  if (last === value && isWhole && !/^[\w!#%&'*+.^`|~-]+[ \t]*:/.test(text)) return undefined;
  if (!isVerbatim(token) || !token.image.startsWith('"') || ending !== '') return { range, message: MISSING };
  const at = { source: range.source, start: range.end, end: range.end };
  return {
    range,
    message: MISSING,
    fix: { title: 'End the header with \\r\\n', edits: [{ range: at, newText: '\\r\\n' }], isSafe: true },
  };
}

const MISSING = "the header ends without '\\r\\n': the next one becomes part of it";

/** Whether a variable's name says that it may hold a line end, or whole headers. */
function mayEndLine(image: string): boolean {
  return (
    /cr|lf|nl|eol|hdr|hf|header|line/i.test(/\((.*)\)/.exec(image)?.[1] ?? '') &&
    /\$\(?(?:var|avp|xavp|shv|def)/.test(image)
  );
}
