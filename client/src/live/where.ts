/** Where a call goes with algorithm 0 (hash over the Call-ID), as `ds_manage_routes()` of the dispatcher module decides. */
import { RpcError } from '../rpc/rpc-error.ts';
import { nameLetters, takesCalls } from './explain.ts';
import type { Destination, PartName, ServerParts } from './types.ts';

/** What is asked about it: a `LiveServer`, or something that stands for it. */
export interface HashSource {
  readonly parts: ServerParts;
  refresh(parts: readonly PartName[]): Promise<void>;
  /** Asks the server's `dispatcher.hash` for a text's hash, and which of some slots it falls on. */
  hashOf(slots: number, text: string, signal?: AbortSignal): Promise<{ readonly hash: number; readonly slot: number }>;
}

export interface WhereItGoes {
  readonly hash: number;
  /** The slot that the hash names, before destinations that take no calls are passed over; counted from 0. */
  readonly slot: number;
  /** Where the call goes; undefined when no destination takes calls. */
  readonly destination: Destination | undefined;
  /** Why, in plain words. */
  readonly because: string;
}

export interface WhereOptions {
  readonly signal?: AbortSignal | undefined;
  /** The module parameter `use_default`: the last destination is only taken when no other takes calls. */
  readonly useDefault?: boolean | undefined;
}

/**
 * Says where a call with this Call-ID would go now. The states are asked anew.
 * @throws RpcError also when there is no such set.
 */
export async function whereWouldItGo(
  source: HashSource,
  setId: number,
  callId: string,
  options: WhereOptions = {},
): Promise<WhereItGoes> {
  await source.refresh(['dispatcher']);
  const { dispatcher } = source.parts;
  if (dispatcher.kind === 'failed') throw dispatcher.error;
  if (dispatcher.kind !== 'known') throw new RpcError('fault', 'The server has told no destination sets.');
  const set = dispatcher.value.sets.find(({ id }) => id === setId);
  if (set === undefined || set.destinations.length === 0)
    throw new RpcError('fault', `The server has no set ${setId}.`);
  const keepsDefault = options.useDefault === true && set.destinations.length > 1;
  const slots = set.destinations.length - (keepsDefault ? 1 : 0);
  const { hash, slot } = await source.hashOf(slots, callId.trim(), options.signal);
  return { hash, slot, ...pickDestination(set.destinations, slot, slots) };
}

/** Goes on from the slot until a destination takes calls; the default one, beyond the slots, comes last. */
export function pickDestination(
  destinations: readonly Destination[],
  slot: number,
  slots: number,
): Pick<WhereItGoes, 'destination' | 'because'> {
  const start = `The hash names destination ${slot + 1} of ${slots}`;
  const passed: Destination[] = [];
  for (let step = 0; step < slots; step++) {
    const destination = destinations[(slot + step) % slots]!;
    if (takesCalls(destination)) {
      const because =
        passed.length === 0
          ? `${start}, and it takes calls.`
          : `${start}, but ${listPassed(passed)}; the next that takes calls is ${destination.uri}.`;
      return { destination, because };
    }
    passed.push(destination);
  }
  const reserve = destinations[slots];
  if (reserve !== undefined && takesCalls(reserve)) {
    return { destination: reserve, because: `${start}, but none of these takes calls; the default destination does.` };
  }
  return {
    destination: undefined,
    because: `${start}, but no destination of the set takes calls, so ds_select_dst fails.`,
  };
}

function listPassed(passed: readonly Destination[]): string {
  const [first] = passed;
  const state = `${first!.uri} is ${nameLetters(first!.letters)}`;
  const others = passed.length - 1;
  if (others === 0) return state;
  return `${state}, and the next ${others === 1 ? 'one takes' : `${others} take`} no calls either`;
}
