let last: Promise<unknown> = Promise.resolve();

/**
 * Waits for this caller's turn: between two turns everything else that waits in this process is served. Large replies
 * are read in turns, so that many servers that answer at once do not keep the editor waiting for all of them.
 */
export function takeTurn(): Promise<void> {
  const turn = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
  last = turn;
  return turn;
}
