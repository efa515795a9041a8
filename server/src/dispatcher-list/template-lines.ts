import type { DispatcherList, ListEntry, Span } from './list.ts';

/** Whether a template writes parts of the list: which lines there are is then not known. Comments do not count. */
export function hasTemplates(list: DispatcherList): boolean {
  if (list.templates.length === 0) return false;
  const inLine = list.entries.flatMap(({ comment }) => (comment ? [comment] : []));
  const comments = [...list.comments, ...inLine].sort((a, b) => a.start - b.start);
  let next = 0;
  return list.templates.some(({ start }) => {
    while (next < comments.length && comments[next]!.end <= start) next++;
    return next >= comments.length || comments[next]!.start > start;
  });
}

/** Whether a template part stands in the line of an entry, before its comment. */
export function hasTemplateInLine({ source, templates }: DispatcherList, entry: ListEntry): boolean {
  const from = source.lineStart(entry.line);
  const next = source.text.indexOf('\n', entry.end);
  const to = entry.comment?.start ?? (next < 0 ? source.text.length : next);
  let low = 0;
  let high = templates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (templates[middle]!.end > from) high = middle;
    else low = middle + 1;
  }
  const part = templates[low];
  return part !== undefined && part.start < to;
}

/** Begins a condition or a loop of Go's templates, Jinja, ERB or Terraform, or ends it. */
const OPENS =
  /^(?:\{\{-?\s*(?:if|range|with|define|block)\b|\{%[-+]?\s*(?:if|for|with|macro|call|block|filter)\b|%\{~?\s*(?:if|for)\b|<%[^=#].*\b(?:do\b|if\b|unless\b|while\b|case\b|\{))/s;
const ENDS = /^(?:\{\{-?\s*end\b|\{%[-+]?\s*end\w|%\{~?\s*end\w|<%-?\s*(?:end\b|\}))/;

/**
 * What stands within conditions and loops, outermost ones only, in order: it may be written once, often or never. One
 * that does not end reaches to the end of the text.
 */
export function findTemplateBlocks({ source, templates }: Pick<DispatcherList, 'source' | 'templates'>): Span[] {
  const blocks: Span[] = [];
  let depth = 0;
  let start = 0;
  for (const part of templates) {
    const text = source.text.slice(part.start, part.end);
    if (ENDS.test(text)) {
      if (depth === 1) blocks.push({ start, end: part.end });
      depth = Math.max(0, depth - 1);
    } else if (OPENS.test(text)) {
      if (depth === 0) start = part.start;
      depth += 1;
    }
  }
  return depth === 0 ? blocks : [...blocks, { start, end: source.text.length }];
}

/** The parts that write text where no line of the list stands: they may write any lines. Comments do not count. */
export function findWrittenLines({ source, entries, comments, templates }: DispatcherList): Span[] {
  const writing = templates.filter(({ isControl }) => !isControl);
  if (writing.length === 0) return [];
  const taken = new Set(entries.map(({ line }) => line));
  const covers = new SpanWalk(comments);
  return writing.filter(({ start }) => !covers.has(start) && !taken.has(source.lineAt(start)));
}

/** Tells of places in ascending order whether they are within one of some spans in order. */
export class SpanWalk {
  readonly #spans: readonly Span[];
  #next = 0;

  constructor(spans: readonly Span[]) {
    this.#spans = spans;
  }

  has(place: number): boolean {
    while (this.#next < this.#spans.length && this.#spans[this.#next]!.end <= place) this.#next++;
    const span = this.#spans[this.#next];
    return span !== undefined && span.start <= place;
  }
}
