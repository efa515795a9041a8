/** Curves over common times: joining, breaking and prolonging them. No editor, no page. */
import type { Curves, MoreCurves } from './protocol.ts';

/** One curve as the history has it. */
export interface TimedValues {
  readonly label: string;
  /** Milliseconds since 1970, rising. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/**
 * Curves over all their times after `since`, broken at the marks. A value that is not known, or from before a curve
 * begins, is null.
 */
export function joinCurves(series: readonly TimedValues[], marks: readonly number[], since = -Infinity): Curves {
  const all = new Set<number>();
  for (const { times } of series) {
    for (let index = firstAfter(times, since); index < times.length; index++) all.add(times[index]!);
  }
  // A mark without curves has nothing to break.
  if (all.size > 0) for (const mark of marks) if (mark > since) all.add(mark);
  const times = [...all].sort((a, b) => a - b);
  const broken = new Set(marks);
  const values = series.map((one) => {
    let index = firstAfter(one.times, since);
    return times.map((time) => {
      if (one.times[index] !== time) return null;
      const value = one.values[index++]!;
      return broken.has(time) || Number.isNaN(value) ? null : value;
    });
  });
  return { labels: series.map(({ label }) => label), times, values };
}

/** The curves with more points; the oldest are dropped beyond a number of points. */
export function prolong(curves: Curves, more: MoreCurves, most: number): Curves {
  const drop = Math.max(0, curves.times.length + more.times.length - most);
  const join = <T>(old: readonly T[], added: readonly T[]): T[] => [...old.slice(drop), ...added];
  return {
    labels: curves.labels,
    times: join(curves.times, more.times),
    values: curves.values.map((values, index) => join(values, more.values[index] ?? more.times.map(() => null))),
  };
}

/** The part of the curves from a time on. */
export function cutBefore(curves: Curves, time: number): Curves {
  const from = firstAfter(curves.times, time - 1);
  if (from === 0) return curves;
  return {
    labels: curves.labels,
    times: curves.times.slice(from),
    values: curves.values.map((values) => values.slice(from)),
  };
}

/** What is read instead of a curve by those who do not see it. */
export function describeCurve(values: readonly (number | null)[], write: (value: number) => string): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return 'nothing measured';
  const last = known.at(-1)!;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? `always ${write(last)}` : `now ${write(last)}, from ${write(least)} to ${write(most)}`;
}

function firstAfter(times: ArrayLike<number>, since: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= since) low = middle + 1;
    else high = middle;
  }
  return low;
}
