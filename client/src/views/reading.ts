/** What may be said of a part of a server now. No editor. */
import type { LiveServer } from '../live/live-server.ts';
import type { Part, PartName, ServerParts } from '../live/types.ts';

/** What is read of a live server to show it. */
export type ServerState = Pick<LiveServer, 'profile' | 'connection' | 'parts' | 'isFresh'>;

type ValueOf<P> = Extract<P, { readonly kind: 'known' }> extends { readonly value: infer T } ? T : never;

/** Times are milliseconds since 1970. */
export type Reading<T> =
  /** Nothing is known and nothing went wrong. */
  | { readonly kind: 'none' }
  | { readonly kind: 'absent'; readonly module: string }
  | { readonly kind: 'fresh'; readonly value: T; readonly at: number }
  /** It was true at that time; nobody knows whether it still is. */
  | { readonly kind: 'stale'; readonly value: T; readonly at: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads a part: what is not as new as polling keeps it is stale and nothing else. */
export function readPart<Name extends PartName>(
  server: Pick<LiveServer, 'parts' | 'isFresh'>,
  name: Name,
): Reading<ValueOf<ServerParts[Name]>> {
  const part = server.parts[name] as Part<ValueOf<ServerParts[Name]>>;
  switch (part.kind) {
    case 'unknown':
      return { kind: 'none' };
    case 'absent':
      return { kind: 'absent', module: part.module };
    case 'failed':
      return part.last === undefined
        ? { kind: 'failed', message: part.error.message }
        : { kind: 'stale', ...part.last };
    case 'known':
      return { kind: server.isFresh(name) ? 'fresh' : 'stale', value: part.value, at: part.at };
  }
}
