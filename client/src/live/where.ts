/** Where a call goes with algorithm 0 (hash over the Call-ID), as `ds_manage_routes()` of the dispatcher module decides. */
import type { Destination, ServerParts } from './types.ts';

/** What is asked about it: a `LiveServer`, or something that stands for it. */
export interface HashSource {
  readonly parts: ServerParts;
  /** Asks the server's `dispatcher.hash` for a text's hash, and which of some slots it falls on. */
  hashOf(slots: number, text: string, signal?: AbortSignal): Promise<{ readonly hash: number; readonly slot: number }>;
}

export interface WhereItGoes {
  readonly hash: number;
  /** The slot that the hash names, before inactive destinations are passed over; counted from 0. */
  readonly slot: number;
  /** Where the call goes; undefined when no destination takes calls. */
  readonly destination: Destination | undefined;
  /** Why, as sentences. */
  readonly because: string;
}

/** Says where a call with this Call-ID would go. Fails with an `RpcError`. */
export async function whereWouldItGo(
  source: HashSource,
  _setId: number,
  callId: string,
  signal?: AbortSignal,
): Promise<WhereItGoes> {
  const { hash, slot } = await source.hashOf(1, callId, signal);
  return { hash, slot, destination: undefined, because: '' };
}
