import type { DispatcherList, ListEntry } from './list.ts';

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
