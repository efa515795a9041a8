import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import {
  findPseudoVariables,
  readPseudoVariable,
  type PseudoVariableNode,
  type TextPart,
} from '../syntax/pseudo-variable.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets, signaturesFor } from './shared/call-targets.ts';
import { callsOf } from './shared/calls-of.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';
import { isMisspelling } from './shared/near-names.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

/** Variables that the configuration sets; `$shv` can be set from outside, too. */
const CLASSES: ReadonlySet<string> = new Set(['var', 'vn', 'vz', 'avp', 'xavp', 'dlg_var', 'shv']);
/** Takes the value of a variable away, whatever its argument is called. */
const UNSETTING: ReadonlySet<string> = new Set(['pv_unset']);

export const unsetVariable: Rule = {
  code: 'unset-variable',
  severity: 'warning',
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
    const { written, otherwise, fields, targets, assigned, hasComputedName } = collectWritten(analysis);
    const mayFillAvps =
      hasComputedName ||
      callsOf(analysis, 'avpops', /^avp_(?:db|op|subst|copy)/).length > 0 ||
      [...analysis.program.symbols.loaded.keys()].some((module) => FILLING.test(module));
    const told = new Set<string>();
    for (const use of variableUses(analysis)) {
      const name = nameOf(use.node);
      if (name === undefined || targets.has(use.token)) continue;
      const known = otherwise.has(name) ? undefined : fields.get(name);
      const field = known && fieldOf(use.node);
      if (field && !known.has(field.text) && !told.has(`${name} ${field.text}`)) {
        if (mayStandElsewhere(analysis, mention(use.node))) continue;
        told.add(`${name} ${field.text}`);
        const message = `nothing sets the field '${field.text}' of '$${name.replace(' ', '(')})'`;
        report(describe(use, field, message, findLikely(field.text, [...known])));
      }
      if (written.has(name) || told.has(name)) continue;
      if (isPlaceholder(name) || mayStandElsewhere(analysis, mention(use.node))) continue;
      told.add(name);
      const inner = use.node.inner!;
      const [kind = '', own = ''] = split(name);
      const set = [...assigned].map(split).filter(([other]) => other === kind);
      const likely = findLikely(
        own,
        set.map(([, text = '']) => text),
      );
      // Some modules set AVPs under names that stand in their data; a misspelt one is another matter.
      if (likely === undefined && (kind === 'xavp' || kind === 'shv' || (kind === 'avp' && mayFillAvps))) continue;
      const message = `nothing sets '$${kind}(${own})'`;
      report(describe(use, inner, message, likely));
    }
  },
};

function describe(use: VariableUse, part: TextPart, message: string, likely: string | undefined): RuleFinding {
  const range = use.rangeOf(part);
  if (likely === undefined) return { range, message };
  const isField = part !== use.node.inner;
  const meant = isField ? likely : `$${use.node.name.text}(${likely})`;
  const isPlain = isVerbatim(use.token) && /^\w+$/.test(part.text);
  return { range, message: `${message}; did you mean '${meant}'?`, ...(isPlain ? { replacement: likely } : {}) };
}

/** The field of an XAVP that a variable names. */
function fieldOf({ name, inner }: PseudoVariableNode): TextPart | undefined {
  const match =
    name.text === 'xavp' ? /^\s*\w+(?:\[\w+\])?\s*=>\s*(\w+)\s*(?:\[\w+\])?\s*$/d.exec(inner?.text ?? '') : null;
  const [from, to] = match?.indices?.[1] ?? [];
  if (!match || !inner || from === undefined || to === undefined) return undefined;
  return { text: match[1]!, start: inner.start + from, end: inner.start + to };
}

/** Modules that set AVPs whose names come from a database, a peer or the code. */
const FILLING =
  /^(?:avp|uid_.*|.*radius|.*diameter|ims_.*|app_.*|lcr|osp|kazoo|pdb|pdt|carrierroute|call_control|cnxcc|cplc|domain|perl.*|seas|sms|tcpops|xcap.*)$/;

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

/** Dialog variables that modules set under names of their own (dlg_cseq.c of dialog, replace.c of uac). */
const OF_MODULES: Readonly<Record<string, readonly string[]>> = {
  dialog: ['cseq_diff'],
  uac: ['fu', 'funew', 'fdp', 'fdpnew', 'to', 'tonew', 'tdp', 'tdpnew'].map((part) => `_uac_${part}`),
};

interface Written {
  /** Names that something sets or may set. */
  readonly written: ReadonlySet<string>;
  /** Those that something else than an assignment sets or may set. */
  readonly otherwise: ReadonlySet<string>;
  /** The fields of the XAVPs that assignments set one by one. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that assignments set. */
  readonly assigned: ReadonlySet<string>;
  /** Whether an AVP is set whose name is known only where Kamailio runs. */
  readonly hasComputedName: boolean;
  /** The variables that assignments set, where they stand. */
  readonly targets: ReadonlySet<Token>;
}

function collectWritten(analysis: Analysis): Written {
  const { symbols } = analysis.program;
  const otherwise = new Set<string>();
  const fields = new Map<string, Set<string>>();
  const assigned = new Set<string>();
  const targets = new Set<Token>();
  let hasComputedName = false;
  const standard = new Set<string>();
  const addText = (text: string, names = otherwise): void => {
    for (const node of findPseudoVariables(text)) {
      for (const each of [node, ...node.nested]) add(nameOf(each), names);
    }
    // Modules are told of AVPs and XAVPs by their bare names, too.
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) for (const kind of CLASSES) names.add(`${kind} ${word}`);
  };
  for (const { node, item } of symbols.assignments) {
    const token = item.tokens[node.target.from];
    if (node.target.kind === 'attribute' && token) addText(token.image);
    if (node.target.kind !== 'pseudoVariable' || !token) continue;
    targets.add(token);
    const variable = readPseudoVariable(token.image, 0, true);
    hasComputedName ||= variable.name.text === 'avp' && variable.inner?.text.includes('$') === true;
    const name = nameOf(variable);
    add(name, assigned);
    if (name === undefined || variable.name.text !== 'xavp') continue;
    const field = fieldOf(variable);
    // Set as a whole, it is the copy of another, with fields of that.
    if (!field) otherwise.add(name);
    else fields.set(name, (fields.get(name) ?? new Set()).add(field.text));
  }
  for (const { valueToken, parameter } of symbols.parameters) {
    if (valueToken?.tokenType !== t.StringLiteral) continue;
    const { text } = decodeString(valueToken.image);
    addText(text);
    if (parameter === 'shvset') assigned.add(`shv ${text.split('=')[0]!.trim()}`);
  }
  // What parameters have that are never set: `$avp(s:tvalue)` of mtree, `_dsdst_` of dispatcher.
  for (const module of symbols.loaded.keys()) {
    for (const name of OF_MODULES[module] ?? []) standard.add(`dlg_var ${name}`);
    for (const entry of analysis.catalog.module(module)?.parameters ?? []) {
      if (typeof entry.default === 'string') addText(entry.default, standard);
    }
  }
  for (const [call, target] of callTargets(analysis)) {
    if (UNSETTING.has(call.name)) continue;
    const given = call.node.arguments.length;
    const signatures = target.kind === 'module' ? signaturesFor(target.functions, given) : [];
    for (const [index, argument] of call.node.arguments.entries()) {
      const isRead =
        signatures.length > 0 && signatures.every(({ argumentKinds }) => READING.has(argumentKinds[index] ?? ''));
      if (isRead) continue;
      for (let at = argument.from; at <= argument.to; at++) {
        const token = call.item.tokens[at]!;
        if (token.tokenType === t.StringLiteral) addText(decodeString(token.image).text);
        else if (token.tokenType === t.PseudoVariable) add(nameOf(readPseudoVariable(token.image, 0, true)), otherwise);
      }
    }
  }
  const written = new Set([...otherwise, ...standard, ...assigned]);
  return { written, otherwise, fields, assigned, hasComputedName, targets };
}

function add(name: string | undefined, written: Set<string>): void {
  if (name !== undefined) written.add(name);
}
