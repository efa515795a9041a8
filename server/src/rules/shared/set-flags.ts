import type { Analysis } from '../../semantic/analysis.ts';
import { nameOf, type CallSymbol } from '../../semantic/symbols.ts';
import { readNumber } from '../../syntax/number-literal.ts';
import { callTargets } from './call-targets.ts';
import { factsOf } from './program-facts.ts';
import { variableUses } from './variables.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './whole-program.ts';

/** Modules that set flags of the request themselves (`setflag()` in their sources, 5.6). */
const SETTING_MODULES = ['call_control', 'cnxcc', 'mediaproxy', 'nat_traversal', 'pv_headers', 'rtp_media_server'];

/** The numbers of the flags that the script sets. */
export interface SetFlags {
  readonly message: ReadonlySet<number>;
  readonly branch: ReadonlySet<number>;
}

/** The numbers of the flags that are set somewhere; nothing where that cannot be known. */
export function setFlags(analysis: Analysis): SetFlags | undefined {
  if (hasForeignScript(analysis) || !isWhole(analysis) || mayStandElsewhere(analysis, /\bsetb?flag\b/))
    return undefined;
  if (variableUses(analysis).some(({ node }) => /^(?:[mb][fF]|Mf)$/.test(node.name.text))) return undefined;
  if (SETTING_MODULES.some((module) => factsOf(analysis).isLoaded(module))) return undefined;
  const message = new Set<number>();
  const branch = new Set<number>();
  for (const [call, target] of callTargets(analysis)) {
    const isMessage = target.kind === 'core' && target.function.entry.name === 'setflag';
    // That kex is not loaded is another finding.
    if (!isMessage && call.name !== 'setbflag') continue;
    const number = numberOfFlag(analysis, call);
    if (number === undefined) return undefined;
    (isMessage ? message : branch).add(number);
  }
  return { message, branch };
}

/** The number of the flag that a call names; nothing where that is not known. */
export function numberOfFlag({ program }: Analysis, { node, item }: CallSymbol): number | undefined {
  const argument = node.arguments[0];
  if (argument?.kind !== 'number' && argument?.kind !== 'name' && argument?.kind !== 'string') return undefined;
  const token = item.tokens[argument.token];
  if (!token) return undefined;
  const number = readNumber(token);
  if (number !== undefined) return number;
  const name = nameOf(token);
  if (/^\d+$/.test(name)) return Number(name);
  const declared = program.symbols.flags.find((flag) => !flag.isAvp && flag.name === name)?.number;
  return declared && readNumber(declared);
}
