import type { Analysis } from '../../semantic/analysis.ts';
import type { CallSymbol } from '../../semantic/symbols.ts';
import { callTargets } from './call-targets.ts';

/** The calls of some functions of a loaded module, in the order of the text. */
export function callsOf(analysis: Analysis, module: string, names: readonly string[] | RegExp): CallSymbol[] {
  const isMeant = (name: string): boolean => ('test' in names ? names.test(name) : names.includes(name));
  const found: CallSymbol[] = [];
  for (const [call, target] of callTargets(analysis)) {
    if (target.kind !== 'module' || !isMeant(call.name)) continue;
    if (target.functions.some((entry) => entry.module === module)) found.push(call);
  }
  return found;
}
