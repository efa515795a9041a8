import type { Part } from './types.ts';

/** What is known of a part, however old, with its time; undefined when nothing is. */
export function lastOf<T>(part: Part<T>): { readonly value: T; readonly at: number } | undefined {
  switch (part.kind) {
    case 'known':
      return { value: part.value, at: part.at };
    case 'failed':
      return part.last;
    default:
      return undefined;
  }
}
