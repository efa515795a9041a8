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
