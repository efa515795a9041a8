/** The states of destinations in words, after the dispatcher module's `dispatch.c`. */
import type { Destination, DispatcherSettings } from './types.ts';

/** A destination's state in a few words, for example `active, probed`. */
export function nameState(destination: Pick<Destination, 'availability' | 'probing'>): string {
  return destination.availability;
}

/** Sentences: what the letters mean, which threshold applies and what is missing until the state changes. */
export function explainDestination(destination: Destination, _settings: DispatcherSettings): readonly string[] {
  return [nameState(destination)];
}
