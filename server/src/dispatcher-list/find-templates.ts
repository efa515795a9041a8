import type { Span } from './list.ts';

/** A part of a template's language within the text. */
export interface TemplatePart extends Span {
  /** Whether it only steers (a condition, a loop, a comment, an assignment) and leaves no text behind itself. */
  readonly isControl: boolean;
}

interface Form {
  readonly open: string;
  readonly close: string;
  isControl(inner: string): boolean;
}

const FORMS: readonly Form[] = [
  // Go's templates (consul-template, nomad, confd) and the expressions of Jinja.
  {
    open: '{{',
    close: '}}',
    isControl: (inner) =>
      /^-?\s*(?:(?:if|else|end|range|with|define|break|continue)\b|\/\*|\$\w*\s*:?=(?!=))/.test(inner),
  },
  { open: '{%', close: '%}', isControl: () => true },
  { open: '{#', close: '#}', isControl: () => true },
  { open: '<%', close: '%>', isControl: (inner) => !inner.startsWith('=') },
  // Terraform's, beside `${…}`.
  { open: '%{', close: '}', isControl: () => true },
  { open: '${', close: '}', isControl: () => false },
];

const OPENING = /\{[{%#]|<%|[$%]\{/g;

/**
 * The parts of Go templates, Jinja, ERB, Terraform and `${…}` in a text, in order. A part that is never closed, or that another
 * one opens within, reaches to the end of its line: somebody is still typing it.
 */
export function findTemplates(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  /** The next closing sign of a form at or behind some place; remembered, because searching again costs the square. */
  const closings = new Map<string, number>();
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(text); found; found = OPENING.exec(text)) {
    const { 0: open, index: start } = found;
    const form = FORMS.find((candidate) => candidate.open === open)!;
    const inside = start + form.open.length;
    const end = form.open === '${' ? endOfVariable(text, inside) : endOfPart(text, inside, form, closings);
    parts.push({ start, end, isControl: form.isControl(text.slice(inside, end)) });
    OPENING.lastIndex = end;
  }
  return parts;
}

function endOfPart(text: string, inside: number, form: Form, closings: Map<string, number>): number {
  let closing = closings.get(form.close) ?? -1;
  if (closing < inside) {
    closing = text.indexOf(form.close, inside);
    if (closing < 0) closing = Infinity;
    closings.set(form.close, closing);
  }
  const isClosed = closing !== Infinity && !text.slice(inside, closing).includes(form.open);
  return isClosed ? closing + form.close.length : endOfLine(text, inside);
}

/** `${…}` stays in its line; braces within it pair up: `${A:-${B}}`. */
function endOfVariable(text: string, inside: number): number {
  let depth = 1;
  for (let at = inside; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') return text[at - 1] === '\r' ? at - 1 : at;
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return text.length;
  return newline > from && text[newline - 1] === '\r' ? newline - 1 : newline;
}
