/** What lies between the client, which knows deadlines and turns, and the ways to a Kamailio. */
import type { RpcParam, RpcValue } from './types.ts';

/** What a command was answered with, before anybody has looked at what the fault means. */
export type Answer =
  | { readonly kind: 'result'; readonly value: RpcValue }
  | { readonly kind: 'fault'; readonly code: number; readonly message: string };

export interface Request {
  readonly method: string;
  readonly params: readonly RpcParam[];
}

/** One call, as the way it takes sees it. */
export interface CallContext {
  /** Aborted at the deadline, on cancellation and on disposal; its reason is the `RpcError` of the call. */
  readonly signal: AbortSignal;
  /** Tells how far the call has got: what is said when the deadline comes now. */
  describe(progress: () => string): void;
}

/** A way to a Kamailio. It is asked for one exchange at a time. */
export interface Transport {
  /**
   * Sends a request and waits for its answer. When the signal is aborted it ends at once, with the signal's reason,
   * and leaves nothing behind that a late answer could reach.
   * @throws RpcError
   */
  exchange(request: Request, context: CallContext): Promise<Answer>;
  /** Closes what is kept open. */
  dispose(): void;
}
