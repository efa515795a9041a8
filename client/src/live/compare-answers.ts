/** What is new in an answer of the server against the one before. */
import type { Destination, DestinationSet, DispatcherState, Latency, StateChange } from './types.ts';

/**
 * The new state with everything that did not change taken from the old one, down to the single destination, so that
 * views find by identity what to draw anew. The old state itself, if nothing changed.
 */
export function reuseUnchanged(last: DispatcherState, next: DispatcherState): DispatcherState {
  const lastSets = new Map(last.sets.map((set) => [set.id, set]));
  const sets = next.sets.map((set) => {
    const before = lastSets.get(set.id);
    return before === undefined ? set : reuseSet(before, set);
  });
  const sameSets = reuseUnchangedElements(last.sets, sets, (a, b) => a === b) === last.sets;
  const settings = sameMembers(last.settings, next.settings) ? last.settings : next.settings;
  return sameSets && settings === last.settings ? last : { sets, settings };
}

function reuseSet(last: DestinationSet, next: DestinationSet): DestinationSet {
  // A destination that moved is not found; it is drawn anew, which is right as its place changed.
  const destinations = reuseUnchangedElements(last.destinations, next.destinations, sameDestination);
  return destinations === last.destinations ? last : { id: next.id, destinations };
}

function sameDestination(a: Destination, b: Destination): boolean {
  return (
    a.uri === b.uri &&
    a.letters === b.letters &&
    a.priority === b.priority &&
    a.attributes.body === b.attributes.body &&
    a.load === b.load &&
    a.probingCount === b.probingCount &&
    a.host === b.host &&
    a.address === b.address &&
    a.port === b.port &&
    sameLatency(a.latency, b.latency)
  );
}

function sameLatency(a: Latency | undefined, b: Latency | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameMembers(a, b));
}

/** Destinations that went from one state to another, appeared or vanished. Equal addresses in a set are told by order. */
export function findStateChanges(
  last: DispatcherState,
  next: DispatcherState,
  about: { readonly at: number; readonly server: string },
): StateChange[] {
  const changes: StateChange[] = [];
  const lastSets = new Map(last.sets.map((set) => [set.id, set]));
  for (const set of next.sets) {
    const before = lastSets.get(set.id);
    lastSets.delete(set.id);
    if (before !== set) changes.push(...changesOfSet(before?.destinations ?? [], set.destinations, about));
  }
  for (const set of lastSets.values()) changes.push(...changesOfSet(set.destinations, [], about));
  return changes;
}

function changesOfSet(
  last: readonly Destination[],
  next: readonly Destination[],
  { at, server }: { readonly at: number; readonly server: string },
): StateChange[] {
  const changes: StateChange[] = [];
  const sameOrder = last.length === next.length && next.every(({ uri }, place) => uri === last[place]?.uri);
  if (sameOrder) {
    next.forEach(({ setId, uri, letters }, place) => {
      const from = last[place]?.letters;
      if (from !== letters) changes.push({ at, server, setId, uri, from, to: letters });
    });
    return changes;
  }
  const before = new Map<string, Destination[]>();
  for (const destination of last) {
    const known = before.get(destination.uri);
    if (known === undefined) before.set(destination.uri, [destination]);
    else known.push(destination);
  }
  for (const { setId, uri, letters } of next) {
    const from = before.get(uri)?.shift()?.letters;
    if (from !== letters) changes.push({ at, server, setId, uri, from, to: letters });
  }
  for (const gone of before.values()) {
    for (const { setId, uri, letters } of gone) changes.push({ at, server, setId, uri, from: letters, to: undefined });
  }
  return changes;
}

/** The new list with its unchanged elements taken from the old one; the old list itself, if nothing changed. */
export function reuseUnchangedElements<T>(
  last: readonly T[],
  next: readonly T[],
  isSame: (a: T, b: T) => boolean,
): readonly T[] {
  const elements = next.map((element, index) => {
    const before = last[index];
    return before !== undefined && isSame(before, element) ? before : element;
  });
  return elements.length === last.length && elements.every((element, index) => element === last[index])
    ? last
    : elements;
}

/** Whether two flat structures have equal members. */
export function sameMembers<T extends object>(a: T, b: T): boolean {
  return (Object.keys({ ...a, ...b }) as (keyof T)[]).every((name) => a[name] === b[name]);
}
