/** What can be done to a running server from the editor, and how it is said to people. */
import type { Availability, ServerParts } from './types.ts';

/** Which destinations of a set an action is about. */
export type ActionTarget = { readonly uri: string } | { readonly duid: string } | 'all';

export type ServerAction =
  /** `dispatcher.set_state`, or `dispatcher.set_duid_state` for a duid. Kamailio drops all other bits, `N` included. */
  | {
      readonly kind: 'set-state';
      readonly setId: number;
      readonly target: ActionTarget;
      readonly state: Availability;
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
  /** Whether calls that are sent to some destination now are not sent there afterwards, or may be lost otherwise. */
  readonly takesCallsAway: boolean;
  /** How many destinations of the set take calls afterwards; undefined where the action is about no set or it is unknown. */
  readonly activeAfter: number | undefined;
  readonly setSize: number | undefined;
}

/** Describes an action in plain words, on the ground of what is known of the server. */
export function describeAction(action: ServerAction, _parts: ServerParts): ActionDescription {
  return { sentence: action.kind, takesCallsAway: false, activeAfter: undefined, setSize: undefined };
}
