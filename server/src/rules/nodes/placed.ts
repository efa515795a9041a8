import type { Analysis } from '../../semantic/analysis.ts';
import { valueRange } from '../../semantic/string-place.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import type { Token } from '../../syntax/token.ts';
import { effectiveInteger, isNeverSet, lastSetting, textOf } from '../shared/module-settings.ts';
import { factsOf } from '../shared/program-facts.ts';

/** A value that counts, with the place that says so. */
export interface Placed<T> {
  readonly value: T;
  readonly range: SourceRange;
}

/** Where the value of a token is written: in a define, if one has brought it, as nodes share what uses it. */
export function placeOf(token: Token): SourceRange {
  return token.macro?.definition ?? valueRange(token);
}

/** The number that counts for a parameter, as `effectiveInteger`; a default stands where the module is loaded. */
export function placedInteger(
  analysis: Analysis,
  module: string,
  parameter: string,
  standard: number,
): Placed<number> | undefined {
  const value = effectiveInteger(analysis, module, parameter, standard);
  const range = placeOfSetting(analysis, module, parameter);
  return value === undefined || !range ? undefined : { value, range };
}

/** The text that counts for a parameter. */
export function placedText(
  analysis: Analysis,
  module: string,
  parameter: string,
  standard: string,
): Placed<string> | undefined {
  const setting = lastSetting(analysis, module, parameter);
  const value = setting ? textOf(setting) : isNeverSet(analysis, module, parameter) ? standard : undefined;
  const range = placeOfSetting(analysis, module, parameter);
  return value === undefined || !range ? undefined : { value, range };
}

function placeOfSetting(analysis: Analysis, module: string, parameter: string): SourceRange | undefined {
  const token =
    lastSetting(analysis, module, parameter)?.valueToken ?? factsOf(analysis).loads.get(module)?.module.token;
  return token && placeOf(token);
}
