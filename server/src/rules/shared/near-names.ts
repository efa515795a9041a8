/**
 * Whether two words differ as a misspelling does, and not as two words do that were chosen to be alike: by two letters
 * that are swapped, by one that is doubled or left out inside, or by one other letter in a long word. Plurals, numbers and
 * other endings tell words apart.
 */
export function isMisspelling(a: string, b: string): boolean {
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4) return false;
  if (long.startsWith(short)) return long.length - short.length === 1 && long.at(-1) === short.at(-1);
  if (short.length < long.length) return long.length - short.length === 1;
  const places = Array.from(short, (char, index) => (char === long[index] ? -1 : index)).filter((at) => at >= 0);
  const [first = 0, second = 0] = places;
  const isSwapped =
    places.length === 2 && second === first + 1 && short[first] === long[second] && short[second] === long[first];
  return isSwapped || (places.length === 1 && short.length >= 7);
}
