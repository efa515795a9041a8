/** What every text of the catalogue must be: a sentence of our own that says more than the item's name. */

/** A text and where it stands. */
export interface PlacedText {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

const FEWEST_WORDS = 6;

/** Words that say nothing by themselves. */
const EMPTY_WORDS = new Set(
  'a an and are as at be by can for from given has if in into is it its name named of on or parameter set sets that the this to used value values when which with'.split(
    ' ',
  ),
);

/** What a scan for secrets would stumble over. */
const SECRETS = [
  /-----BEGIN [A-Z ]*KEY/,
  /\b(?:AKIA|ghp_|xox[bp]-)\w{8,}/,
  /\b[0-9a-f]{32,}\b/i,
  /[A-Za-z0-9+/]{48,}={0,2}/,
  // A password in an address: only the word `secret` and what is filled in later may stand there.
  /:\/\/[^\s/:@"'`]+:(?!secret@|\$|<)[^\s/@"'`]+@/,
];

/** Reads a texts file as it is stored. */
export function placeTexts(file: string, stored: Readonly<Record<string, unknown>>): PlacedText[] {
  const placed: PlacedText[] = [];
  for (const [kind, value] of Object.entries(stored)) {
    if (typeof value === 'string') placed.push({ file, kind, name: file.replace(/\.json$/, ''), text: value });
    else
      for (const [name, text] of Object.entries(
        value as Readonly<Record<string, string | Readonly<Record<string, string>>>>,
      ))
        if (typeof text === 'string') placed.push({ file, kind, name, text });
        else
          for (const [argument, own] of Object.entries(text))
            placed.push({ file, kind, name: `${name} ${argument}`, text: own });
  }
  return placed;
}

/** The sentences of a text: without code blocks, with the words of inline code. */
export function proseOf(text: string): string {
  return text.replace(/```[\s\S]*?```/g, ' ').replace(/^\s*[-*] /gm, ' ');
}

/** The words of a text in lower case, for comparisons. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9_$]+/g) ?? [];
}

/** What is wrong with one text, as sentences; nothing for a good one. */
export function faultsOf({ kind, name, text }: PlacedText): string[] {
  const faults: string[] = [];
  const prose = proseOf(text);
  const words = wordsOf(prose);
  if (words.length < FEWEST_WORDS) faults.push('is shorter than a sentence');
  const isList = /(?:^|\n)\s*[-*] [^\n]*$/.test(text.replace(/```[\s\S]*?```/g, '').trimEnd());
  if (!isList && !/[.:)`]$/.test(prose.trim())) faults.push('does not end as a sentence does');
  if (!/^[`$A-Z0-9"#(]/.test(text)) faults.push('does not begin as a sentence does');
  const own = new Set([...wordsOf(name.replaceAll(/[_.:-]/g, ' ')), ...wordsOf(name), ...wordsOf(kind)]);
  const says = words.filter(
    (word) => !EMPTY_WORDS.has(word) && ![...own].some((part) => part.startsWith(word.replace(/s$/, ''))),
  );
  if (says.length < 3) faults.push('only restates the name');
  if (SECRETS.some((pattern) => pattern.test(text))) faults.push('looks as if it carried a secret');
  if ((text.match(/```/g)?.length ?? 0) % 2 === 1) faults.push('has a code block that does not end');
  return faults;
}

/** Texts that stand at more than one place, each with its places. */
export function findDuplicates(texts: readonly PlacedText[]): PlacedText[][] {
  const byText = new Map<string, PlacedText[]>();
  for (const placed of texts) {
    const key = wordsOf(placed.text).join(' ');
    byText.set(key, [...(byText.get(key) ?? []), placed]);
  }
  return [...byText.values()].filter((places) => places.length > 1);
}

/** Runs of `length` words, each once. */
export function runsOf(text: string, length: number): Set<string> {
  const words = wordsOf(text);
  const runs = new Set<string>();
  for (let at = 0; at + length <= words.length; at++) runs.add(words.slice(at, at + length).join(' '));
  return runs;
}
