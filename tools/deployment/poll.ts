/** Waiting for what a program in another process will show. */

/** Attempts before giving up; with the pause between them far longer than anything here takes. */
const ATTEMPTS = 200;
const PAUSE_MS = 100;

/**
 * Asks again until the answer is neither `undefined` nor an exception, and returns it.
 * @throws Error naming `what` and the last exception when all attempts are used up.
 */
export async function poll<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  let last: unknown = 'no answer';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`gave up waiting for ${what}`, { cause: last });
}
