import type { InnerForm } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { readPseudoVariable, type PseudoVariableFault, type TextPart } from '../syntax/pseudo-variable.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { findInnerName, innerFormsOf, namePart } from './shared/inner-forms.ts';
import { loadedVariables } from './shared/loaded-variables.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';
import { isPlaceholder, oneOf } from './shared/wording.ts';

export const malformedPseudoVariable: Rule = {
  code: 'malformed-pseudo-variable',
  severity: 'error',
  category: 'expressions',
  summary: 'A pseudo-variable is written in a form that Kamailio does not take.',
  advice: 'Write $name, $name(inner) or $(name(inner)[index]{transformation}), as the pseudo-variable wants it.',
  documentation: {
    why: `Each pseudo-variable wants its form: with a name in parentheses or without, with an index or without. What stands in the
parentheses may have a form, too: \`$sht(table=>key)\`, the number of a flag in \`$Mf(5)\`, another pseudo-variable in
\`$T_req($ru)\`. In strings a lone dollar sign begins one, too; written as \`$$\` it is a dollar sign.`,
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "costs 5 $ or $var\\n");
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    $var(price) = 7;
    xlog("L_INFO", "costs 5 $$ or $var(price)\\n");
    exit;
}
`,
  },
  check(analysis, report) {
    const unclosed = analysis.program.findings.filter((finding) => finding.code === 'unterminated-pseudo-variable');
    for (const use of variableUses(analysis)) {
      const { source, start } = use.token;
      if (unclosed.some(({ range }) => range.source === source && range.start === start)) continue;
      const finding = checkFault(use) ?? checkForm(analysis, use) ?? checkInner(analysis, use) ?? checkIndex(use);
      if (finding) report(use.isRefused ? finding : { ...finding, severity: 'warning' });
    }
  },
};

const FAULTS: Readonly<Record<PseudoVariableFault, string>> = {
  'no-name': "'$' begins a pseudo-variable, and its name is missing; a dollar sign is written '$$'",
  'empty-inner-name': 'the name between the parentheses is missing',
  'empty-index': 'the index between the brackets is missing',
  unclosed: 'this pseudo-variable is not closed',
  'unexpected-character': 'Kamailio does not read on here: an index, a transformation or the end is expected',
  'bad-transformation': 'a transformation is written {class.operation}',
};

function checkFault(use: VariableUse): RuleFinding | undefined {
  const { node, place } = use;
  const { fault } = node;
  if (!fault) return undefined;
  const message = FAULTS[fault.kind];
  const isWhole = fault.kind === 'unclosed' || fault.kind === 'no-name';
  const part = isWhole ? node : { start: fault.at, end: fault.at + 1 };
  const text = place === 'code' && fault.kind === 'no-name' ? "the name behind '$' is missing" : message;
  return { range: use.rangeOf(part), message: text };
}

function checkForm(analysis: Analysis, use: VariableUse): RuleFinding | undefined {
  const { name, inner, index } = use.node;
  const entries = loadedVariables(analysis, name.text).map(({ entry }) => entry);
  if (entries.length === 0) return undefined;
  if (inner && entries.every((entry) => !entry.innerName)) {
    const range = use.rangeOf({ start: inner.start - 1, end: inner.end + 1 });
    return { range, message: `'$${name.text}' takes no name in parentheses` };
  }
  if (!inner && !use.mayBeAvp && entries.every((entry) => entry.innerName)) {
    return { range: use.rangeOf(use.node), message: `'$${name.text}' needs a name in parentheses: $${name.text}(…)` };
  }
  if (index && entries.every((entry) => !entry.index)) {
    const range = use.rangeOf({ start: index.start - 1, end: index.end + 1 });
    return { range, message: `'$${name.text}' takes no index` };
  }
  return undefined;
}

function checkInner(analysis: Analysis, use: VariableUse): RuleFinding | undefined {
  const { inner, name } = use.node;
  if (!inner || isPlaceholder(inner.text)) return undefined;
  const forms = innerFormsOf(analysis, use);
  const wrong = forms.map((form) => describeWrong(analysis, form, inner));
  const [wanted] = wrong;
  if (wanted === undefined || wrong.includes(undefined)) {
    return forms[0]?.kind === 'xavp' ? checkUnread(use, inner) : undefined;
  }
  const finding = { range: use.rangeOf(inner), message: `'$${name.text}' wants ${wanted}` };
  const { text } = inner;
  const isVariable = /^[A-Za-z]+$/.test(text) && analysis.catalog.pseudoVariablesNamed(text).length > 0;
  return wanted === A_VARIABLE && isVariable && isWritten(finding, text)
    ? { ...finding, replacement: `$${text}` }
    : finding;
}

function isWritten({ range: { source, start, end } }: RuleFinding, text: string): boolean {
  return source.text.slice(start, end) === text;
}

const A_VARIABLE = 'a pseudo-variable in its parentheses, as in $ru';

/** What the form wants, where the text is something else; nothing for names that are not known: that is another rule. */
function describeWrong(analysis: Analysis, form: InnerForm, inner: TextPart): string | undefined {
  const { text } = inner;
  const isVariable = text.startsWith('$');
  switch (form.kind) {
    case 'name':
      return undefined;
    case 'key': {
      const part = namePart(form, inner);
      if (!part || (form.names && part.text === '')) return "'something=>name' in its parentheses";
      const known = findInnerName(form, part.text);
      if (!known?.index || /\[\s*(?:\$|-?\d)[\s\S]*\]$/.test(part.text)) return undefined;
      return `an index behind '${known.name}', as in ${known.name}[0]`;
    }
    case 'flag':
      return /^[+-]?\d+$/.test(text) && !(Number(text) >= 0 && Number(text) <= HIGHEST_FLAG)
        ? `the number of a flag, 0 to ${HIGHEST_FLAG}`
        : undefined;
    case 'number':
      return isVariable || /^[+-]?\d+$/.test(text) ? undefined : 'a number or a pseudo-variable in its parentheses';
    case 'variable':
      return isVariable ? wantedVariable(analysis, form, text) : A_VARIABLE;
    case 'avp':
      return isVariable || isAvpName(analysis, text) ? undefined : AN_AVP;
    case 'xavp':
      return isXavpName(text) ? undefined : "'name' or 'name=>field', each with an index or without";
    case 'colour':
      return /^[xsrgybpcwSRGYBPCW][xsrgybpcw]$/.test(text)
        ? undefined
        : 'two letters, for the colours of the text and of what is behind it, such as rx';
    case 'path':
      return /^[^.]+\.[\s\S]/.test(text) ? undefined : "'group.name' in its parentheses";
  }
}

function wantedVariable({ catalog }: Analysis, { names }: InnerForm, text: string): string | undefined {
  const allowed = names?.filter((name) => catalog.has(name)).map(({ name }) => name);
  if (!allowed || allowed.includes(readPseudoVariable(text, 0, true).name.text)) return undefined;
  return `${oneOf(allowed.map((name) => `$${name}(…)`))} in its parentheses`;
}

const HIGHEST_FLAG = 31;
const AN_AVP = "a name without a dot, 's:name' or 'i:number'";

/** `parse_avp_ident`; an alias may have any name. */
function isAvpName({ program }: Analysis, text: string): boolean {
  if (program.symbols.parameters.some(({ parameter }) => parameter === 'avp_aliases')) return true;
  if (text[1] === ':') return /^(?:[sS]:[\s\S]|[iI]:\d+$)/.test(text);
  return !text.includes('.') || /^(?:[ftg]|[ft][rud])\.[\s\S]/.test(text);
}

/** What stands behind the field is not read, and Kamailio does not say so. */
function checkUnread(use: VariableUse, inner: TextPart): RuleFinding | undefined {
  const end = readXavpPart(inner.text);
  if (end === undefined || inner.text[end] !== '=') return undefined;
  const field = end + 2;
  const rest = readXavpPart(inner.text.slice(field));
  if (rest === undefined || !inner.text.startsWith('=>', field + rest)) return undefined;
  const read = inner.text.slice(0, field + rest);
  const name = use.node.name.text;
  return {
    range: use.rangeOf({ start: inner.start + field + rest, end: inner.end }),
    severity: 'warning',
    message: `Kamailio reads no further than the first field: this is $${name}(${read})`,
  };
}

function isXavpName(text: string): boolean {
  const end = readXavpPart(text);
  if (end === undefined || text[end] !== '=') return end !== undefined;
  return text[end + 1] === '>' && readXavpPart(text.slice(end + 2)) !== undefined;
}

/** Reads a name with its index as `pv_xavp_fill_ni` does; the place behind them, or nothing where it is refused. */
function readXavpPart(text: string): number | undefined {
  const name = /^[ \t\r\n]*(?=[^ \t\r\n])[^= \t\r\n[]*[ \t\r\n]*/.exec(text);
  if (!name) return undefined;
  if (text[name[0].length] !== '[') return name[0].length;
  const start = name[0].length + 1;
  let at = start;
  for (let depth = 0; at < text.length && (depth > 0 || text[at] !== ']'); at++) {
    if (text[at] === '[') depth++;
    else if (text[at] === ']') depth--;
  }
  return isIndex(text.slice(start, at)) ? at + 1 : undefined;
}

/** `pv_parse_index` */
function isIndex(text: string): boolean {
  return text !== '' && (/^(?:\*|\+|-?\d*)$/.test(text) || text.startsWith('$'));
}

function checkIndex(use: VariableUse): RuleFinding | undefined {
  const { index } = use.node;
  if (!index || isIndex(index.text) || isPlaceholder(index.text)) return undefined;
  const message = `an index is a number, '*' or a pseudo-variable, not '${index.text}'`;
  return { range: use.rangeOf(index), message };
}
