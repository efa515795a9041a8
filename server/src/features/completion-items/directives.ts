import type { Directive } from '../../syntax/directive.ts';
import { addDefineNames } from './defines.ts';
import { ItemList, NO_COMPLETION, type Candidate, type CompletionResult, type Rank } from './item.ts';
import { describeNewer, type Completion } from './request.ts';

/** Directives that open a condition: shown with and without their end. */
const CONDITIONS = new Set(['ifdef', 'ifndef', 'ifexp']);
const WITHOUT_ARGUMENT = new Set(['else', 'endif']);
const COMMON = ['define', 'ifdef', 'ifndef', 'else', 'endif', 'include_file', 'trydef', 'substdef', 'subst'];
/** What the argument looks like, as a snippet. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  include_file: '"$1"',
  import_file: '"$1"',
  subst: '"/${1:regex}/${2:replacement}/"',
  substdef: '"!${1:NAME}!${2:value}!"',
  substdefs: '"!${1:NAME}!${2:value}!"',
};

/** The directives of this version, then those of newer ones, `prefix` before each; the first-line ones where the first line is. */
export function directiveCandidates(completion: Completion, prefix: '#!' | '!!', rank: Rank): readonly Candidate[] {
  const { catalog, cursor, analysis } = completion;
  const isFirst = cursor.source === analysis.program.root && cursor.source.lineAt(cursor.offset) === 0;
  const found: Candidate[] = [];
  for (const entry of catalog.core.directives) {
    const newer = describeNewer(catalog, entry);
    if ((!catalog.has(entry) && !newer) || (entry.firstLine && (!isFirst || prefix === '!!'))) continue;
    for (const { name } of [entry, ...entry.aliases.filter((alias) => catalog.has(alias))]) {
      const label = prefix + name;
      const base: Candidate = {
        label,
        kind: 'directive',
        rank: entry.firstLine ? (name === 'KAMAILIO' ? 'fitting' : 'general') : rank,
        order: entry.firstLine ? 0 : 1 + (COMMON.includes(name) ? COMMON.indexOf(name) : COMMON.length),
        key: `directive - ${name}`,
        ...newer,
      };
      const argument = ARGUMENTS[name];
      if (entry.firstLine || WITHOUT_ARGUMENT.has(name)) found.push(base);
      else if (argument !== undefined) found.push({ ...base, snippet: `${label} ${argument}` });
      else found.push({ ...base, text: `${label} `, continues: true });
      if (CONDITIONS.has(name)) {
        const snippet = `${label} ${name === 'ifexp' ? '$1' : '${1:NAME}'}\n$0\n${prefix}endif`;
        found.push({ ...base, label: `${label} … ${prefix}endif`, snippet });
      }
    }
  }
  return found;
}

export function completeDirectiveKeyword(completion: Completion, start: number, end: number): CompletionResult {
  const { source, offset } = completion.cursor;
  const list = new ItemList({ source, start, offset, end });
  const prefix = source.text.startsWith('!!', start) ? '!!' : '#!';
  const isArgumentThere = /^[ \t]+\S/.test(source.text.slice(end, end + 256));
  for (const candidate of directiveCandidates(completion, prefix, 'fitting')) {
    if (!isArgumentThere) list.add(candidate);
    else if (!candidate.label.includes('…')) list.add({ ...candidate, text: candidate.label, snippet: undefined });
  }
  return list.result();
}

export function completeDirectiveArgument(completion: Completion, directive: Directive): CompletionResult {
  const { kind, argument } = directive;
  const isBehindName = argument !== undefined && completion.cursor.offset > argument.end;
  switch (kind) {
    case 'ifdef':
    case 'ifndef':
      return isBehindName ? NO_COMPLETION : completeName(completion, 'any');
    case 'undefine':
    case 'tryundefine':
      return isBehindName ? NO_COMPLETION : completeName(completion, 'defined');
    case 'ifexp':
      return completeName(completion, 'any');
    case 'redefine':
      return isBehindName ? NO_COMPLETION : completeName(completion, 'defined');
    case 'define':
    case 'trydefine':
      return isBehindName ? NO_COMPLETION : completeName(completion, 'missing');
    case 'defexp':
    case 'defexps':
      return completeName(completion, isBehindName ? 'any' : 'missing');
    default:
      return NO_COMPLETION;
  }
}

function completeName(completion: Completion, wanted: 'any' | 'defined' | 'missing'): CompletionResult {
  const { source, offset } = completion.cursor;
  const { text } = source;
  let start = offset;
  while (/\w/.test(text[start - 1] ?? '')) start--;
  let end = offset;
  while (/\w/.test(text[end] ?? '')) end++;
  const list = new ItemList({ source, start, offset, end });
  addDefineNames(completion, list, wanted);
  return list.result();
}
