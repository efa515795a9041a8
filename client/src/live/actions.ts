/** What can be done to a running server from the editor, and how it is said to people. */
import { nameState, takesCalls } from './explain.ts';
import { lastOf } from './last-of.ts';
import type { Availability, Destination, ServerParts } from './types.ts';

/** Which destinations of a set an action is about. Of several with one address or duid, Kamailio takes the first. */
export type ActionTarget = { readonly uri: string } | { readonly duid: string } | 'all';

export type ServerAction =
  /** `dispatcher.set_state`, or `dispatcher.set_duid_state` for a duid. Kamailio drops all other bits, `N` included. */
  | {
      readonly kind: 'set-state';
      readonly setId: number;
      readonly target: ActionTarget;
      readonly state: Availability;
      /** Means nothing for the state `disabled`. */
      readonly probing: boolean;
    }
  | {
      readonly kind: 'add-destination';
      readonly setId: number;
      readonly uri: string;
      readonly flags: number;
      readonly priority: number;
      /** The text of the last column; empty for none. */
      readonly attributes: string;
    }
  | { readonly kind: 'remove-destination'; readonly setId: number; readonly uri: string }
  | { readonly kind: 'reload-dispatcher' }
  /** Switches the probing of all destinations; Kamailio keeps it until it is restarted. */
  | { readonly kind: 'set-pinging'; readonly on: boolean }
  /** The node as `sip:host:port`. */
  | { readonly kind: 'dmq-remove'; readonly node: string }
  | {
      readonly kind: 'table-set';
      readonly table: string;
      readonly key: string;
      readonly value: string | number;
      /** Seconds until the entry ends; the table's own time without it. */
      readonly expire?: number;
    }
  | { readonly kind: 'table-delete'; readonly table: string; readonly key: string }
  | { readonly kind: 'table-flush'; readonly table: string }
  | { readonly kind: 'table-reload'; readonly table: string };

/** What the question asked before an action has to say. */
export interface ActionDescription {
  /** What is asked of the server, as an imperative sentence without the name of the server. */
  readonly sentence: string;
  /** Whether calls that go to some destination now will, or for all that is known could, not go there afterwards. */
  readonly takesCallsAway: boolean;
  /** Whether something is lost that no command brings back. */
  readonly losesData: boolean;
  /** How many destinations of the set take calls afterwards; undefined for no set, or when it cannot be known. */
  readonly activeAfter: number | undefined;
  /** How many destinations the set has afterwards. */
  readonly setSize: number | undefined;
}

/** Describes an action in plain words, on the ground of what is known of the server. */
export function describeAction(action: ServerAction, parts: ServerParts): ActionDescription {
  const description = { takesCallsAway: false, losesData: false, activeAfter: undefined, setSize: undefined };
  const sentence = writeSentence(action);
  switch (action.kind) {
    case 'set-state': {
      const destinations = destinationsOf(parts, action.setId);
      const stops = !takesCalls({ availability: action.state });
      if (destinations === undefined) return { ...description, sentence, takesCallsAway: stops };
      const targets = findTargets(destinations, action.target);
      const others = destinations.filter((destination) => !targets.includes(destination));
      return {
        ...description,
        sentence,
        takesCallsAway: stops && targets.some(takesCalls),
        activeAfter: others.filter(takesCalls).length + (stops ? 0 : targets.length),
        setSize: destinations.length,
      };
    }
    case 'add-destination': {
      const destinations = destinationsOf(parts, action.setId);
      if (destinations === undefined) return { ...description, sentence };
      const active = destinations.filter(takesCalls).length + ((action.flags & TAKEN_OUT) === 0 ? 1 : 0);
      return { ...description, sentence, activeAfter: active, setSize: destinations.length + 1 };
    }
    case 'remove-destination': {
      const destinations = destinationsOf(parts, action.setId);
      if (destinations === undefined) return { ...description, sentence, takesCallsAway: true };
      const removed = destinations.filter(({ uri }) => uri === withScheme(action.uri));
      const others = destinations.filter((destination) => !removed.includes(destination));
      return {
        ...description,
        sentence,
        takesCallsAway: removed.some(takesCalls),
        activeAfter: others.filter(takesCalls).length,
        setSize: others.length,
      };
    }
    case 'reload-dispatcher':
      return { ...description, sentence, takesCallsAway: true };
    case 'table-delete':
    case 'table-flush':
    case 'table-reload':
      return { ...description, sentence, losesData: true };
    default:
      return { ...description, sentence };
  }
}

/** Bits of a line's flags that keep calls away: inactive and disabled. */
const TAKEN_OUT = 1 | 4;

/** The destinations that Kamailio picks for a target: it compares whatever the case (ds_reinit_state). */
export function findTargets(destinations: readonly Destination[], target: ActionTarget): readonly Destination[] {
  if (target === 'all') return destinations;
  const isMeant =
    'uri' in target
      ? ({ uri }: Destination) => uri.toLowerCase() === target.uri.toLowerCase()
      : ({ attributes }: Destination) => attributes.values.get('duid')?.toLowerCase() === target.duid.toLowerCase();
  const found = destinations.find(isMeant);
  return found === undefined ? [] : [found];
}

/** An address as Kamailio keeps it: one that names no scheme gets `sip:` (pack_dest). */
export function withScheme(uri: string): string {
  return /^(?:sips?|tels?|urn):/i.test(uri) ? uri : `sip:${uri}`;
}

function destinationsOf({ dispatcher }: ServerParts, setId: number): readonly Destination[] | undefined {
  const state = lastOf(dispatcher)?.value;
  return state === undefined ? undefined : (state.sets.find(({ id }) => id === setId)?.destinations ?? []);
}

function writeSentence(action: ServerAction): string {
  switch (action.kind) {
    case 'set-state': {
      const { target, setId, state, probing } = action;
      const what =
        target === 'all'
          ? `all destinations of set ${setId}`
          : 'uri' in target
            ? `${target.uri} in set ${setId}`
            : `the destination with duid ${target.duid} in set ${setId}`;
      const words =
        state === 'disabled' ? state : nameState({ availability: state, probing: probing ? 'probed' : 'not-probed' });
      return `Set ${what} to ${words}.`;
    }
    case 'add-destination':
      return `Add ${withScheme(action.uri)} to set ${action.setId}, in memory only.`;
    case 'remove-destination':
      return `Remove ${withScheme(action.uri)} from set ${action.setId}, in memory only.`;
    case 'reload-dispatcher':
      return 'Reload all sets from the list or database; what was changed in memory only is lost.';
    case 'set-pinging':
      return action.on
        ? 'Switch the probing of destinations on.'
        : 'Switch the probing of destinations off; failures are then noticed only by the script.';
    case 'dmq-remove':
      return `Remove the DMQ node ${action.node} until it is heard of again.`;
    case 'table-set': {
      const { table, key, value, expire } = action;
      const time = expire === undefined ? '' : ` for ${expire} s`;
      return `Set ${table}[${key}] to ${typeof value === 'string' ? `“${value}”` : value}${time}.`;
    }
    case 'table-delete':
      return `Delete ${action.table}[${action.key}].`;
    case 'table-flush':
      return `Delete all entries of the table ${action.table}.`;
    case 'table-reload':
      return `Reload the table ${action.table} from its database; entries that are in memory only are lost.`;
  }
}
