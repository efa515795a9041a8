import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { ALGORITHM, DISPATCHER, selectionsOf } from './shared/dispatcher.ts';
import { effectiveInteger, isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

/** An XAVP that a selection fills, with the fields it may have (`ds_add_xavp_record()`, `ds_select_dst_limit()`). */
interface Kept {
  readonly parameter: 'xavp_dst' | 'xavp_ctx';
  readonly standard: string;
  readonly fields: readonly string[];
  /** Fields that hang on a bit of the mode: written with it, or left out. */
  readonly written: Readonly<Record<string, number>>;
  readonly leftOut: Readonly<Record<string, number>>;
}

const KEPT: readonly Kept[] = [
  {
    parameter: 'xavp_dst',
    standard: '_dsdst_',
    fields: ['uri', 'grp', 'dstid', 'dstidx', 'attrs', 'sock', 'socket', 'sockname'],
    written: { socket: 2, sockname: 4 },
    leftOut: { attrs: 1 },
  },
  { parameter: 'xavp_ctx', standard: '_dsctx_', fields: ['cnt'], written: {}, leftOut: { cnt: 1 } },
];

export const dispatcherXavpField: Rule = {
  code: 'dispatcher-xavp-field',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A field of the destinations that a selection kept is read, but never written.',
  advice:
    'Name the XAVP as xavp_dst and xavp_ctx do, and set xavp_dst_mode for the fields that it does not have by itself.',
  documentation: {
    why:
      'A selection keeps its destinations in the XAVP that `xavp_dst` names, with `uri`, `grp` and `attrs`; `socket` is ' +
      'written only with the bit 2 in `xavp_dst_mode`, `sockname` with 4, and with 1 `attrs` is left out. What is not ' +
      'written reads as `$null`.',
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  xlog("L_INFO", "sent from $xavp(_dsdst_=>socket)\\n");
  forward();
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "xavp_dst_mode", 2)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  xlog("L_INFO", "sent from $xavp(_dsdst_=>socket)\\n");
  forward();
}
`,
  },
  check(analysis, report) {
    if (callsOf(analysis, DISPATCHER, /^ds_select/).length === 0 || !hasMainRoute(analysis)) return;
    const uses = variableUses(analysis).filter(({ node }) => node.name.text === 'xavp' && node.inner);
    if (uses.length === 0 || hasForeignScript(analysis)) return;
    for (const kept of KEPT) {
      const name = nameOf(analysis, kept);
      if (name === undefined || isWritten(analysis, kept.standard) || isWritten(analysis, name)) continue;
      for (const use of uses) {
        const finding = checkUse(analysis, kept, name, use);
        if (finding) report(finding);
      }
    }
  },
};

function nameOf(analysis: Analysis, { parameter, standard }: Kept): string | undefined {
  const setting = lastSetting(analysis, DISPATCHER, parameter);
  if (setting) return textOf(setting) === '' ? undefined : textOf(setting);
  return isNeverSet(analysis, DISPATCHER, parameter) ? standard : undefined;
}

/** Whether something else writes to an XAVP of that name. */
function isWritten(analysis: Analysis, name: string): boolean {
  const { assignments, calls } = analysis.program.symbols;
  const isAssigned = assignments.some(({ node, item }) => {
    const image = node.target.kind === 'pseudoVariable' ? (item.tokens[node.target.token]?.image ?? '') : '';
    return image.startsWith('$') && image.includes(`xavp(${name}`);
  });
  // A name in a string, as of a parameter or a function that fills it.
  const isNamed =
    calls.some(({ node, item }) =>
      node.arguments.some((each) => each.kind === 'string' && item.tokens[each.token]?.image.slice(1, -1) === name),
    ) ||
    analysis.program.symbols.parameters.some(
      ({ parameter, valueToken }) => !/^xavp_(?:dst|ctx)$/.test(parameter) && valueToken?.image.slice(1, -1) === name,
    );
  return isAssigned || isNamed || mayStandElsewhere(analysis, new RegExp(`\\b${name}\\b`));
}

function checkUse(analysis: Analysis, kept: Kept, name: string, use: VariableUse): RuleFinding | undefined {
  const { inner } = use.node;
  const read = inner && /^(\w+)(?:\[[^\]]*\])?=>(\w+)(?:\[[^\]]*\])?$/.exec(inner.text);
  const [, root = '', field = ''] = read ?? [];
  if (!inner || !read) return undefined;
  const range = use.rangeOf(inner);
  const { parameter, standard, fields, written, leftOut } = kept;
  if (root === standard && name !== standard) {
    return { range, message: `'${root}' is never filled: '${parameter}' calls it '${name}'` };
  }
  if (root !== name) {
    const isMeant = suggest(root, [name]) !== undefined && fields.includes(field) && !isWritten(analysis, root);
    return isMeant ? { range, message: `'${root}' is never filled: '${parameter}' calls it '${name}'` } : undefined;
  }
  if (!fields.includes(field)) {
    return { range, message: `a selection writes no '${field}' into '${name}', only ${fields.join(', ')}` };
  }
  if (field === 'dstid' && !mayCountCalls(analysis)) {
    return {
      range,
      message: "'dstid' is written only for algorithm 10, which nothing selects by: this is always $null",
    };
  }
  const bits = effectiveInteger(analysis, DISPATCHER, `${parameter}_mode`, 0);
  const needed = written[field];
  if (bits !== undefined && needed !== undefined && (bits & needed) === 0) {
    return {
      range,
      message: `'${field}' is written only with the bit ${needed} in '${parameter}_mode': this is always $null`,
    };
  }
  const excluded = leftOut[field];
  if (bits !== undefined && excluded !== undefined && (bits & excluded) !== 0) {
    return {
      range,
      message: `'${field}' is left out by the bit ${excluded} in '${parameter}_mode': this is always $null`,
    };
  }
  return undefined;
}

/** Whether a selection may be by the number of calls. */
function mayCountCalls(analysis: Analysis): boolean {
  return (
    selectionsOf(analysis).some(({ algorithm }) => algorithm === undefined || algorithm === ALGORITHM.callLoad) ||
    mayStandElsewhere(analysis, /\bds_select/)
  );
}
