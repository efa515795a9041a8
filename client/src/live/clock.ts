/** Time as the live model sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once after some milliseconds; the result calls it off. */
  after(milliseconds: number, run: () => void): () => void;
}

/** Ends what the call that returned it began. Calling it again does nothing. */
export type Unsubscribe = () => void;
