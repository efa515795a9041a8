import { suggest } from '../catalog/suggest.ts';
import type { InnerForm } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { TextPart } from '../syntax/pseudo-variable.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { findInnerName, innerFormsOf, namePart } from './shared/inner-forms.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';
import { allOf, describeAbsence, isPlaceholder } from './shared/wording.ts';

export const unknownInnerName: Rule = {
  code: 'unknown-inner-name',
  severity: 'error',
  category: 'expressions',
  summary: 'A pseudo-variable is asked for something that it does not have: the name in its parentheses is not known.',
  advice: 'Give one of the names that the pseudo-variable has in the version in use.',
  documentation: {
    why: `Many pseudo-variables have a list of names that they take in their parentheses, and each name is read when Kamailio reads
the variable. In code one that is not in the list ends the reading; in a string it is found when Kamailio starts, which
\`kamailio -c\` does not do. A few functions leave such a variable in the text as it stands.`,
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    if ($time(hours) > 20) xlog("L_INFO", "late\\n");
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    if ($time(hour) > 20) xlog("L_INFO", "late\\n");
    exit;
}
`,
  },
  check(analysis, report) {
    for (const use of variableUses(analysis)) {
      const finding = checkUse(analysis, use);
      if (finding) report(use.isRefused ? finding : { ...finding, severity: 'warning' });
    }
  },
};

function checkUse(analysis: Analysis, use: VariableUse): RuleFinding | undefined {
  const { inner, fault } = use.node;
  if (!inner || fault || isPlaceholder(inner.text)) return undefined;
  let finding: RuleFinding | undefined;
  for (const form of innerFormsOf(analysis, use)) {
    if (!form.names || form.kind === 'variable') return undefined;
    const part = namePart(form, inner);
    // A place in a result, `$dbr(r=>[0,1])`, is no name.
    if (!part || part.text === '' || (form.kind === 'key' && part.text.startsWith('['))) return undefined;
    const known = findInnerName(form, part.text);
    if (known && analysis.catalog.has(known)) return undefined;
    finding ??= describe(analysis, use, form, part);
  }
  return finding;
}

function describe({ catalog }: Analysis, use: VariableUse, form: InnerForm, part: TextPart): RuleFinding {
  const range = use.rangeOf(part);
  const variable = `$${use.node.name.text}`;
  const message = `'${variable}' has no '${part.text}'`;
  const newer = findInnerName(form, part.text);
  if (newer)
    return {
      range,
      message: `'${variable}' of Kamailio ${catalog.version} has no '${part.text}': ${describeAbsence(catalog, newer)}`,
    };
  const isTaken = form.taken === 'all' || form.taken?.includes(part.text.length) === true;
  const severity = isTaken ? { severity: 'warning' as const } : {};
  const told = isTaken ? `${message}, and Kamailio takes it for another name without a word` : message;
  const names = (form.names ?? []).filter((name) => catalog.has(name)).map(({ name }) => name);
  const likely = likelyName(part.text, names);
  if (likely === undefined) {
    const list = names.length > MOST_LISTED ? '' : `; it has ${allOf(names.map((name) => `'${name}'`))}`;
    return { range, message: `${told}${list}`, ...severity };
  }
  const text = `${told}; did you mean '${likely}'?`;
  const isWritten = range.source.text.slice(range.start, range.end) === part.text;
  return { range, message: text, ...severity, ...(isWritten ? { replacement: likely } : {}) };
}

/** More names than these are for the hover. */
const MOST_LISTED = 9;

/**
 * Of one or two letters every other name of that length is near: only upper and lower case are then told apart. Of those
 * that are equally near, the one that begins alike is likelier.
 */
function likelyName(written: string, names: readonly string[]): string | undefined {
  const word = written.trim();
  if (word.length <= 2) return names.find((name) => name.toLowerCase() === word.toLowerCase());
  return suggest(
    word,
    [...names].sort((a, b) => sameLetters(b, word) - sameLetters(a, word)),
  );
}

function sameLetters(name: string, word: string): number {
  let count = 0;
  while (count < name.length && name[count] === word[count]) count++;
  return count;
}
