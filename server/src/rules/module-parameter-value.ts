import { suggest } from '../catalog/suggest.ts';
import type { ConstraintKey, ParameterConstraint } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { rangeInString } from '../semantic/string-place.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { readDefinition, type DefinitionEntry } from './shared/definition.ts';
import { textOf } from './shared/module-settings.ts';
import { BEHIND_COMMA, FORMS } from './shared/parameter-forms.ts';
import { findTargets } from './shared/parameter-targets.ts';
import { describeAbsence, isPlaceholder } from './shared/wording.ts';

export const moduleParameterValue: Rule = {
  code: 'module-parameter-value',
  severity: 'error',
  category: 'modules',
  summary: 'A parameter is given a definition that its module refuses.',
  advice: 'Write the definition in the form that the module wants.',
  documentation: {
    why: `Some parameters hold small definitions of their own: a hash table of \`htable\`, the fields that \`acc\` writes
(\`name=$variable;name=$variable\`, without a semicolon at the end), a connection of \`http_client\`. Their readers take
what has that form, with the keys they know, refuse everything else, and the start ends.`,
    wrong: `loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;autoexpir=60;")

request_route {
    exit;
}
`,
    right: `loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;autoexpire=60;")

request_route {
    exit;
}
`,
  },
  check(analysis, report) {
    const names = new Map<string, SourceRange>();
    for (const setting of analysis.program.symbols.parameters) {
      if (setting.type !== 'string' || !setting.valueToken) continue;
      for (const module of findTargets(analysis, setting)?.modules ?? []) {
        const fault = checkForm(analysis, setting, module);
        if (fault) {
          // What a group of modules is given is wrong once.
          report(fault);
          break;
        }
        const constraint = analysis.catalog.parameter(module, setting.parameter)?.constraint;
        if (constraint?.kind !== 'definition' || constraint.form?.startsWith('name=>') !== true) continue;
        const finding = checkDefinition(analysis, setting, constraint, `${module}.${setting.parameter}`, names);
        if (finding) report(finding);
      }
    }
  },
};

/** Checks a value that has a form of its own. */
function checkForm(analysis: Analysis, setting: ParameterSetting, module: string): RuleFinding | undefined {
  const key = `${module}.${setting.parameter}`;
  const form = Object.hasOwn(FORMS, key) ? FORMS[key] : undefined;
  const text = form && textOf(setting);
  const token = setting.valueToken;
  if (text === undefined || !token) return undefined;
  const fault = form!(text, analysis);
  if (!fault) return undefined;
  const { from, to, ...rest } = fault;
  return { ...rest, range: rangeInString(token, decodeString(token.image), from, to) };
}

/** Checks `name=>key=value;key=value` (htable of 5.6, ht_api.c `ht_table_spec`). */
function checkDefinition(
  analysis: Analysis,
  setting: ParameterSetting,
  constraint: ParameterConstraint,
  kind: string,
  names: Map<string, SourceRange>,
): RuleFinding | undefined {
  const token = setting.valueToken!;
  const value = decodeString(token.image);
  const { text } = value;
  if (isPlaceholder(text) || (setting.isExtended && text.includes('$'))) return undefined;
  const rangeOf = (from: number, to: number): SourceRange => rangeInString(token, value, from, to);
  const definition = readDefinition(text);
  if (!definition)
    return { range: rangeOf(0, text.length), message: "a definition is written 'name=>key=value;key=value'" };
  const { name, at, entries, end, comma } = definition;
  const first = names.get(`${kind} ${name}`);
  const nameRange = rangeOf(at, at + name.length);
  if (first) {
    const related = [{ range: first, message: `'${name}' is first defined here` }];
    return { range: nameRange, message: `'${name}' is already defined`, related };
  }
  names.set(`${kind} ${name}`, nameRange);
  for (const entry of entries) {
    const finding = checkEntry(analysis, constraint, entry, rangeOf);
    if (finding) return finding;
  }
  if (comma !== undefined) return { range: rangeOf(comma, text.length), severity: 'warning', message: BEHIND_COMMA };
  const rest = text.slice(end).trim();
  if (rest === '' || (rest === ';' && entries.length === 0)) return undefined;
  return { range: rangeOf(end, text.length), message: "an attribute is expected here, written 'key=value'" };
}

function checkEntry(
  { catalog }: Analysis,
  { keys = [], unknownKey }: ParameterConstraint,
  { key, value, at, valueAt }: DefinitionEntry,
  rangeOf: (from: number, to: number) => SourceRange,
): RuleFinding | undefined {
  const known = keys.find((candidate) => candidate.name === key);
  if (known && catalog.has(known)) {
    if (value === undefined) {
      if (known.type === 'string') return undefined;
      return { range: rangeOf(at, at + key.length), message: `'${key}' needs a value: ${key}=…` };
    }
    if (value === '' || isValue(known, value)) return undefined;
    return { range: rangeOf(valueAt, valueAt + value.length), message: `'${key}' takes a number, not '${value}'` };
  }
  if (unknownKey !== 'refused') return undefined;
  const range = rangeOf(at, at + key.length);
  const message = `'${key}' is no attribute of this definition`;
  if (known) return { range, message: `${message} in Kamailio ${catalog.version}: ${describeAbsence(catalog, known)}` };
  const names = keys.filter((candidate) => catalog.has(candidate)).map((candidate) => candidate.name);
  const likely = suggest(key, names);
  if (likely === undefined) return { range, message };
  const text = `${message}; did you mean '${likely}'?`;
  return range.source.text.slice(range.start, range.end) === key
    ? { range, message: text, replacement: likely }
    : { range, message: text };
}

function isValue({ type }: ConstraintKey, value: string): boolean {
  if (type === 'uint') return /^\d+$/.test(value);
  return type !== 'int' || /^-?\d+$/.test(value);
}
