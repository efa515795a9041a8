import type { ParameterConstraint } from '../catalog/types.ts';

/**
 * What a number stands for where it is one of an enumeration, or a sum of bits; `undefined` where the catalogue gives it
 * no meaning. Bits without a meaning are named as numbers beside those that have one.
 */
export function meaningOf({ kind, values }: ParameterConstraint, number: number): string | undefined {
  const whole = values?.find((entry) => entry.value === number)?.meaning;
  if (kind !== 'bitmask' || whole !== undefined) return whole;
  if (!Number.isInteger(number) || number <= 0 || number > 0xffffffff || values === undefined) return undefined;
  let rest = BigInt(number);
  const meant: string[] = [];
  for (const { value, meaning } of values) {
    // A sum of bits may have a meaning of its own, which is more than that of its bits.
    const bit = BigInt(value);
    if (meaning === undefined || value <= 0 || (BigInt(number) & bit) !== bit) continue;
    meant.push(meaning);
    rest &= ~bit;
  }
  if (meant.length === 0) return undefined;
  return [...meant, ...(rest === 0n ? [] : [String(rest)])].join(' + ');
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The units of the catalogue's durations in milliseconds, and how they are written behind a number. */
const UNITS: Readonly<Record<string, { readonly length: number; readonly sign: string }>> = {
  us: { length: SECOND / 1_000_000, sign: 'µs' },
  ms: { length: 1, sign: 'ms' },
  // `TIMER_TICKS_HZ` in `core/timer_ticks.h`
  tick: { length: SECOND / 16, sign: '' },
  s: { length: SECOND, sign: 's' },
  min: { length: MINUTE, sign: 'min' },
};

/**
 * How long a number of a unit is, as people say it: `2 min` for 120 seconds. Where it is written so already, only the
 * unit, `ms` for 500 milliseconds; `undefined` for numbers that are no duration, and for few seconds, of which nobody
 * has to be told.
 */
export function durationOf({ unit }: ParameterConstraint, number: number): string | undefined {
  const known = unit === undefined ? undefined : UNITS[unit];
  if (!known || !Number.isInteger(number) || number <= 0) return undefined;
  const { length, sign } = known;
  const duration = sayDuration(number * length);
  if (duration === undefined) return sign;
  if (duration !== `${number} ${sign}`) return duration;
  return unit === 's' ? undefined : sign;
}

/** @returns `undefined` below a millisecond */
function sayDuration(milliseconds: number): string | undefined {
  if (milliseconds < 1) return undefined;
  if (milliseconds < SECOND) return `${round(milliseconds)} ms`;
  if (milliseconds < MINUTE) return `${round(milliseconds / SECOND)} s`;
  const parts = [
    { length: DAY, word: (count: number) => (count === 1 ? 'day' : 'days') },
    { length: HOUR, word: () => 'h' },
    { length: MINUTE, word: () => 'min' },
    { length: SECOND, word: () => 's' },
  ];
  const first = parts.findIndex(({ length }) => length <= milliseconds);
  // Two neighbouring units say enough.
  const shown = parts.slice(first, first + 2);
  const finest = shown.at(-1)!.length;
  let rest = Math.round(milliseconds / finest) * finest;
  const said = shown.flatMap(({ length, word }) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? [] : [`${count} ${word(count)}`];
  });
  return `${milliseconds % finest === 0 ? '' : 'about '}${said.join(' ')}`;
}

function round(number: number): number {
  return Math.round(number * 1000) / 1000;
}
