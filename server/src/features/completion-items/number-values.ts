import type { ParameterConstraint } from '../../catalog/types.ts';
import { meaningOf } from '../number-meaning.ts';
import type { ItemList } from './item.ts';

/** Where numbers are proposed, and how they are written there. */
export interface NumberPlace {
  readonly list: ItemList;
  /** The word that is typed so far. */
  readonly typed: string;
  readonly write: (value: number) => string;
  /** What explains the parameter, argument or setting that the number is for. */
  readonly key: string | undefined;
  readonly preset?: unknown;
}

/** Ranges of more numbers than these are not spelt out. */
const MOST_NUMBERS = 5;

/**
 * Proposes the numbers that a constraint gives a meaning: those of an enumeration, the bits of a sum, or, where a sum is
 * typed already, that sum with one more bit or one bit less. A range of a few numbers is proposed as it is.
 */
export function addNumberValues(place: NumberPlace, constraint: ParameterConstraint): void {
  const { kind, values, min, max } = constraint;
  const sum = /^\d+$/.test(place.typed) ? Number(place.typed) : 0;
  if (kind === 'bitmask' && sum > 0 && sum <= 0x7fffffff) {
    addSums(place, constraint, sum);
  } else if (values) {
    for (const { value, meaning } of values) addNumber(place, value, meaning);
    const { preset } = place;
    if (typeof preset === 'number') addNumber(place, preset, meaningOf(constraint, preset));
  } else if (kind === 'int' && min !== undefined && max !== undefined && max - min < MOST_NUMBERS) {
    for (let value = min; value <= max; value++) addNumber(place, value, undefined);
  }
}

function addNumber({ list, write, key, preset }: NumberPlace, value: number, meaning: string | undefined): void {
  const details = [meaning, value === preset ? 'default' : undefined].filter((part) => part !== undefined);
  list.add({
    label: String(value),
    kind: 'value',
    rank: 'fitting',
    // Negative ones are few.
    order: Math.max(0, Math.min(value + 100, 9999)),
    detail: details.length === 0 ? undefined : details.join(', '),
    text: write(value),
    filter: String(value),
    key,
  });
}

/** A sum as it stands, and what it is with and without each bit; all of them fit what is typed. */
function addSums({ list, typed, write, key }: NumberPlace, constraint: ParameterConstraint, sum: number): void {
  const add = (value: number, detail: string | undefined, order: number): void => {
    list.add({
      label: String(value),
      kind: 'value',
      rank: 'fitting',
      order,
      detail,
      text: write(value),
      filter: typed,
      key,
    });
  };
  add(sum, meaningOf(constraint, sum), 0);
  for (const [index, { value, meaning }] of (constraint.values ?? []).entries()) {
    if (value <= 0) continue;
    const isSet = (sum & value) === value;
    const words = `${isSet ? 'without' : 'with'} ${value}`;
    add(isSet ? sum - value : sum | value, meaning === undefined ? words : `${words}: ${meaning}`, index + 1);
  }
}
