import type { KnownDefine } from '../completion-names.ts';
import type { ItemList, Rank } from './item.ts';
import type { Completion } from './request.ts';

/** A define's value on one line, cut where it is long. */
export function shortValue(define: KnownDefine): string | undefined {
  const value = define.value?.replace(/\s+/g, ' ').trim();
  return value !== undefined && value.length > 60 ? `${value.slice(0, 59)}…` : value;
}

/**
 * Proposes the names themselves, as conditions and directives want them.
 *
 * - `any`: for a condition, also what is only asked for elsewhere
 * - `defined`: what can be taken back or read
 * - `missing`: what is asked for and not defined yet, then the rest
 */
export function addDefineNames(completion: Completion, list: ItemList, wanted: 'any' | 'defined' | 'missing'): void {
  const { names, cursor } = completion;
  for (const define of names.defines.values()) {
    const { name, isDefined } = define;
    if (wanted === 'defined' && !isDefined) continue;
    if (wanted === 'missing' && isDefined) continue;
    if (isOnlyHere(completion, name)) continue;
    const rank: Rank = wanted === 'missing' || isDefined ? 'fitting' : 'known';
    list.add({
      label: name,
      kind: 'define',
      rank: name.startsWith('MOD_') || name.startsWith('KAMAILIO_') ? 'general' : rank,
      detail: isDefined ? shortValue(define) : 'not defined',
      key: `define - ${name}`,
    });
  }
  if (wanted !== 'any') return;
  for (const module of names.modules.keys()) {
    const label = `MOD_${module}`;
    if (cursor.site.kind === 'directive') list.add({ label, kind: 'define', rank: 'general' });
  }
}

/** Whether a name is nowhere but in the directive at the cursor: then it is half-typed. */
function isOnlyHere({ analysis, cursor }: Completion, name: string): boolean {
  const { site, offset } = cursor;
  if (site.kind !== 'directive') return false;
  const { argument } = site.directive;
  if (!argument || offset < argument.start || offset > argument.end || !argument.text.includes(name)) return false;
  const { preprocessed } = analysis.program;
  const isOther = (range: { source: unknown; start: number } | undefined): boolean =>
    range !== undefined &&
    (range.source !== cursor.source || range.start < argument.start || range.start > argument.end);
  return !(
    preprocessed.definitions.some((entry) => entry.name === name && (!entry.range || isOther(entry.range))) ||
    preprocessed.uses.some((use) => use.name === name && isOther(use.range)) ||
    preprocessed.directives.some(({ source, start, argument: other }) => {
      const isHere = source === cursor.source && start === site.directive.start;
      return !isHere && other?.text.split(/\W+/).includes(name) === true;
    })
  );
}

/** Proposes defines for their values, where a value or a statement is expected. */
export function addDefineValues(
  { names }: Completion,
  list: ItemList,
  rank: Rank,
  accepts: (define: KnownDefine) => boolean = () => true,
): void {
  for (const define of names.defines.values()) {
    const { name, value, isDefined } = define;
    if (!isDefined || name.startsWith('MOD_') || /^KAMAILIO_\d/.test(name)) continue;
    const isFlag = value === undefined && name.startsWith('WITH_');
    if (isFlag || !accepts(define)) continue;
    list.add({ label: name, kind: 'define', rank, detail: shortValue(define), key: `define - ${name}` });
  }
}

/** Whether the value is a whole number, as flags and counts are. */
export function isNumberDefine({ value }: KnownDefine): boolean {
  return value !== undefined && /^\s*-?(?:\d+|0x[0-9a-fA-F]+)\s*$/.test(value);
}
