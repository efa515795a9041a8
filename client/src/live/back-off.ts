import type { RpcErrorKind } from '../rpc/rpc-error.ts';

/** Milliseconds: a server that is down is asked this often at least, so that its return is soon seen. */
const CEILING = 30_000;

/** Milliseconds: what only a person can mend is tried more rarely. A wrong password repeated can lock an account. */
const CEILING_FOR_PEOPLE = 300_000;

const MENDED_BY_PEOPLE: ReadonlySet<RpcErrorKind> = new Set([
  'no-permission',
  'unauthorised',
  'forbidden',
  'wrong-path',
  'certificate',
]);

/**
 * Milliseconds to wait after some failures in a row: the interval, doubled with each failure up to a ceiling.
 * Of that, a half to the whole by chance, so that many editors do not all fall on a server that returns.
 */
export function backOff(interval: number, failures: number, kind: RpcErrorKind, random: () => number): number {
  const ceiling = Math.max(interval, MENDED_BY_PEOPLE.has(kind) ? CEILING_FOR_PEOPLE : CEILING);
  const whole = Math.min(ceiling, interval * 2 ** (failures - 1));
  return whole / 2 + (whole / 2) * random();
}
