import type { Analysis } from '../semantic/analysis.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

export const unusedDefine: Rule = {
  code: 'unused-define',
  severity: 'hint',
  category: 'preprocessor',
  summary: 'A name is defined that nothing asks for or uses.',
  advice: 'Remove the define, or write the condition that it was meant for.',
  documentation: {
    why:
      'A switch that nothing asks for switches nothing: the feature is not there, or its conditions ask for another ' +
      'name. A value that nothing uses is what is left of something.',
    wrong: `#!define WITH_ACCDB

request_route {
  exit;
}
`,
    right: `request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    if (hasForeignScript(analysis) || mayStandElsewhere(analysis, /(?!)/)) return;
    const used = new Set(program.preprocessed.uses.map(({ name }) => name));
    const told = new Set<string>();
    let words: ReadonlyMap<string, number> | undefined;
    for (const { name, range, directive } of program.preprocessed.definitions) {
      if (!range || !directive || used.has(name) || told.has(name) || isPlaceholder(name)) continue;
      words ??= wordsOutsideComments(analysis);
      if ((words.get(name) ?? 0) > definingCount(analysis, name)) continue;
      told.add(name);
      report({ range, message: `nothing asks for '${name}' or uses it` });
    }
  },
};

/** How often the name stands in a directive that defines it. */
function definingCount({ program }: Analysis, name: string): number {
  let count = 0;
  for (const { kind, argument } of program.preprocessed.directives) {
    if (kind !== 'ifdef' && kind !== 'ifndef' && kind !== 'ifexp' && argument?.text.split('=')[0] === name) count++;
  }
  return count;
}

const known = new WeakMap<SourceText, ReadonlyMap<string, number>>();

/** How often each word stands in the files, also where conditions skip them; comments do not count. */
function wordsOutsideComments({ program }: Analysis): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const source of program.files) {
    for (const [word, count] of wordsOf(source)) total.set(word, (total.get(word) ?? 0) + count);
    for (const { start, end } of program.commentsOf(source)) {
      for (const [word] of source.text.slice(start, end).matchAll(/[A-Za-z_]\w*/g)) {
        total.set(word, (total.get(word) ?? 0) - 1);
      }
    }
  }
  return total;
}

function wordsOf(source: SourceText): ReadonlyMap<string, number> {
  let words = known.get(source);
  if (!words) {
    const counted = new Map<string, number>();
    for (const [word] of source.text.matchAll(/[A-Za-z_]\w*/g)) counted.set(word, (counted.get(word) ?? 0) + 1);
    known.set(source, counted);
    words = counted;
  }
  return words;
}
