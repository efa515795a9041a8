/** Small pieces of Markdown (CommonMark) whose contents come from configurations. */

/** Text that shall show as it is: no emphasis, links, headings, lists or HTML come of it. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()<>#|~!&]/g, '\\$&')
    .replace(/^(\s*)([-+=])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/gm, '$1\\$2');
}

/** Text in a code span; line ends become spaces, as in every code span. */
export function inlineCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padding = text === '' || /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s*\n\s*/g, ' ')}${padding}${fence}`;
}

/** A block of configuration, coloured as such by the editor. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}kamailio\n${text}\n${fence}`;
}

/** A link; the label is text, the target an address. */
export function link(label: string, target: string): string {
  const address = target.replace(/[()\\<>\s]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `[${escapeMarkdown(label)}](${address})`;
}

/** A list of facts; those that are nothing are left out. */
export function bulletList(facts: readonly (string | undefined)[]): string | undefined {
  const lines = facts.filter((fact) => fact !== undefined);
  return lines.length === 0 ? undefined : lines.map((line) => `- ${line}`).join('\n');
}

/** Paragraphs one below the other; those that are nothing are left out. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[], joint = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}
