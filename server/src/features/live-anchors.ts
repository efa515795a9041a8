import { destinationOf } from '../dispatcher-list/entry-values.ts';
import type { DispatcherList } from '../dispatcher-list/list.ts';
import { destinationSets } from '../semantic/destination-sets.ts';
import { meansModule } from '../semantic/module-expression.ts';
import type { Program } from '../semantic/program.ts';
import { rangeInString, valueRange } from '../semantic/string-place.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';

/** Something in a text that the running server knows more about. */
export type LiveAnchor = { readonly range: SourceRange } & (
  | { readonly kind: 'destination'; readonly setId: number; readonly uri: string }
  | { readonly kind: 'set'; readonly setId: number }
  | { readonly kind: 'dmq-peer'; readonly uri: string }
  | { readonly kind: 'table'; readonly name: string }
);

/** The destinations of a list, each with the whole of its line's entry. */
export function anchorsOfList({ source, entries }: DispatcherList): LiveAnchor[] {
  return entries.flatMap((entry): LiveAnchor[] => {
    const destination = destinationOf(entry);
    if (!destination) return [];
    const { setId, uri } = destination;
    return [{ kind: 'destination', setId, uri, range: { source, start: entry.start, end: entry.end } }];
  });
}

/** What a file of a program names that lives in the running server, as far as Kamailio reads it; sorted by place. */
export function anchorsOfProgram(program: Program, source: SourceText): LiveAnchor[] {
  const found = new Map<string, LiveAnchor>();
  // A file that is included twice, or a set named twice in one line, is shown once.
  const add = (anchor: LiveAnchor, name: string): void => {
    if (anchor.range.source !== source) return;
    const key = `${anchor.kind} ${source.lineAt(anchor.range.start)} ${name}`;
    if (!found.has(key)) found.set(key, anchor);
  };
  for (const { setId, range, isActive } of destinationSets(program).uses) {
    if (isActive && setId >= 0) add({ kind: 'set', setId, range }, String(setId));
  }
  for (const { module, parameter, type, valueToken } of program.symbols.parameters) {
    if (type !== 'string' || !valueToken) continue;
    if (parameter === 'notification_address' && meansModule(module, 'dmq')) {
      const uri = decodeString(valueToken.image).text;
      if (uri !== '') add({ kind: 'dmq-peer', uri, range: valueRange(valueToken) }, uri);
    } else if (parameter === 'htable' && meansModule(module, 'htable')) {
      const value = decodeString(valueToken.image);
      const [, before = '', name = ''] = /^(\s*)([^=>;\s]+)/.exec(value.text) ?? [];
      if (name === '') continue;
      const range = rangeInString(valueToken, value, before.length, before.length + name.length);
      add({ kind: 'table', name, range }, name);
    }
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}
