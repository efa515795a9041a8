import { suggest } from '../../catalog/suggest.ts';
import type { FunctionEntry, FunctionSignature } from '../../catalog/types.ts';
import { compareVersions, KAMAILIO_VERSIONS, removedIn, type Lifespan } from '../../catalog/versions.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { isVerbatim, valueRange } from '../../semantic/string-place.ts';
import { hasPlaceholder } from '../../syntax/placeholder.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import type { Token } from '../../syntax/token.ts';
import type { RuleFinding } from '../rule.ts';

/** Whether a text holds a placeholder of a template, to be filled in before Kamailio reads the file. */
export function isPlaceholder(text: string): boolean {
  return hasPlaceholder(text);
}

/** A finding at a misspelt name, with the likely right one. */
export function misspelt(token: Token, message: string, name: string, candidates: Iterable<string>): RuleFinding {
  const likely = suggest(name, candidates);
  const range = valueRange(token);
  if (likely === undefined || likely === name) return { range, message };
  const text = `${message}; did you mean '${likely}'?`;
  const { start, end, source } = range;
  return isVerbatim(token) && source.text.slice(start, end) === name
    ? { range, message: text, replacement: likely }
    : { range, message: text };
}

/** A finding at a misspelt name inside a string, with the likely right one of those that are declared. */
export function misspeltText(
  range: SourceRange,
  message: string,
  name: string,
  declared: ReadonlySet<string>,
): RuleFinding {
  const likely = suggest(name, declared) ?? (declared.size === 1 ? [...declared][0] : undefined);
  if (likely === undefined) return { range, message };
  const text = `${message}; did you mean '${likely}'?`;
  const isWritten = range.source.text.slice(range.start, range.end) === name;
  return isWritten ? { range, message: text, replacement: likely } : { range, message: text };
}

/** Says why this version lacks something that another version has: `was removed in 5.7`, `exists since 6.0`. */
export function describeAbsence(catalog: Catalog, item: Lifespan): string {
  const gone = removedIn(item);
  const isTooOld = KAMAILIO_VERSIONS.indexOf(item.since) > KAMAILIO_VERSIONS.indexOf(catalog.version);
  return isTooOld || gone === undefined ? `it exists since ${item.since}` : `it was removed in ${gone}`;
}

/**
 * Which versions have a form of a function that this one lacks: `since 5.8`, `until 5.7`; of several the nearest newer
 * one. Nothing where none has it.
 */
export function describeOtherForm(
  { version }: Catalog,
  { signatureHistory = [] }: FunctionEntry,
  fits: (signature: FunctionSignature) => boolean,
): string | undefined {
  const fitting = signatureHistory.filter(({ signatures }) => signatures.some(fits));
  const newer = fitting.find(({ from }) => compareVersions(from, version) > 0);
  if (newer) return `since ${newer.from}`;
  const older = fitting.at(-1);
  const next = older && signatureHistory[signatureHistory.indexOf(older) + 1];
  return next && compareVersions(next.from, version) <= 0
    ? `until ${KAMAILIO_VERSIONS[KAMAILIO_VERSIONS.indexOf(next.from) - 1] ?? next.from}`
    : undefined;
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function allOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `1 argument`, `2 arguments`. */
export function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
}
