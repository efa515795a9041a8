import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument, constantOf, type ConstantText } from './shared/constant-text.ts';
import { effectiveInteger, hasUnknownSetting, isNeverSet, lastSetting, settingsOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

/** Functions that look for contacts, with the argument that names the table. */
const LOOKING: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  registrar: {
    lookup: 0,
    lookup_to_dset: 0,
    lookup_branches: 0,
    lookup_xavp: 0,
    registered: 0,
    reg_fetch_contacts: 0,
    unregister: 0,
  },
  tsilo: { ts_append: 0, ts_append_to: 2, ts_append_by_contact: 0, ts_append_branches: 0 },
};

export const usrlocTable: Rule = {
  code: 'usrloc-table',
  severity: 'warning',
  category: 'replication',
  summary: 'Contacts are looked up in another table of usrloc than they are saved in.',
  advice: 'Give save() and lookup() the same table.',
  documentation: {
    why:
      'A table of `usrloc` comes into being by its name; `lookup()` in one that `save()` never fills finds nobody and logs ' +
      'nothing, so every call ends with 404 or 480.',
    wrong: `loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
request_route {
  if (method == "REGISTER") {
    save("location");
    exit;
  }
  lookup("locations");
}
`,
    right: `loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
request_route {
  if (method == "REGISTER") {
    save("location");
    exit;
  }
  lookup("location");
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('usrloc') || hasForeignScript(analysis) || !isWhole(analysis)) return;
    const saved = savedTables(analysis);
    if (!saved || saved.size === 0 || mayStandElsewhere(analysis, /\bsave\s*\(/)) return;
    const replicated = notReplicated(analysis, saved);
    if (replicated) report(replicated);
    const places = lookedUp(analysis);
    const isNothingFound = !places.some(({ text }) => saved.has(text));
    for (const { text, range } of places) {
      if (saved.has(text)) continue;
      // A table beside those that are saved may be filled by commands.
      const likely = suggest(text, saved) ?? (saved.size === 1 ? [...saved][0] : undefined);
      if (!isNothingFound && suggest(text, saved) === undefined) continue;
      const isWritten = range.source.text.slice(range.start, range.end) === text;
      report({
        range,
        message: `nothing is ever saved in the table '${text}': contacts are saved in ${nameAll(saved)}`,
        ...(likely !== undefined && isWritten ? { replacement: likely } : {}),
      });
    }
  },
};

/** Where dmq_usrloc carries another table than those that contacts are saved in. */
function notReplicated(analysis: Analysis, saved: ReadonlySet<string>): RuleFinding | undefined {
  const load = factsOf(analysis).loads.get('dmq_usrloc');
  if (!load || (effectiveInteger(analysis, 'dmq_usrloc', 'enable', 0) ?? 0) <= 0) return undefined;
  const setting = lastSetting(analysis, 'dmq_usrloc', 'usrloc_domain');
  if (!setting && !isNeverSet(analysis, 'dmq_usrloc', 'usrloc_domain')) return undefined;
  const table = setting ? constantOf(setting.valueToken) : { text: 'location', range: valueRange(load.module.token) };
  if (!table || table.text === '' || saved.has(table.text)) return undefined;
  const what = setting ? `'usrloc_domain' of module 'dmq_usrloc' is` : `module 'dmq_usrloc' carries`;
  const likely = saved.size === 1 && setting ? [...saved][0] : undefined;
  const isWritten = table.range.source.text.slice(table.range.start, table.range.end) === table.text;
  return {
    range: table.range,
    message: `${what} '${table.text}', where nothing is ever saved: contacts are saved in ${nameAll(saved)}, and none is replicated`,
    ...(likely !== undefined && isWritten ? { replacement: likely } : {}),
  };
}

function nameAll(tables: ReadonlySet<string>): string {
  return [...tables].map((table) => `'${table}'`).join(', ');
}

/** The tables that contacts come into; nothing where that cannot be known. */
function savedTables(analysis: Analysis): Set<string> | undefined {
  // With 3 and 4 others may fill the database; preloaded tables come from it.
  const mode = effectiveInteger(analysis, 'usrloc', 'db_mode', 0);
  if (mode === undefined || mode > 2 || hasUnknownSetting(analysis)) return undefined;
  if (mode > 0 && settingsOf(analysis, 'usrloc', 'preload').length > 0) return undefined;
  const tables = new Set<string>();
  for (const call of callsOf(analysis, 'registrar', ['save'])) {
    const table = constantArgument(call, 0);
    if (!table || table.text.includes('$')) return undefined;
    tables.add(table.text);
  }
  return tables;
}

function lookedUp(analysis: Analysis): ConstantText[] {
  const found: ConstantText[] = [];
  for (const [module, functions] of Object.entries(LOOKING)) {
    for (const call of callsOf(analysis, module, Object.keys(functions))) {
      const table = constantArgument(call, functions[call.name] ?? 0);
      if (table && table.text !== '' && !table.text.includes('$')) found.push(table);
    }
  }
  return found;
}
