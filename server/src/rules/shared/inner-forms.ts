import type { InnerForm, InnerName } from '../../catalog/types.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import type { TextPart } from '../../syntax/pseudo-variable.ts';
import { loadedVariables } from './loaded-variables.ts';
import type { VariableUse } from './variables.ts';

/**
 * What the modules that have a pseudo-variable take in its parentheses; nothing where one of them takes any name, or
 * none of them is loaded.
 */
export function innerFormsOf(analysis: Analysis, { node }: VariableUse): readonly InnerForm[] {
  const forms = loadedVariables(analysis, node.name.text).map(({ entry }) => entry.inner);
  return forms.every((form) => form !== undefined) ? forms : [];
}

/** The part of an inner name that has to be one of the form's names; nothing where it is not written as the form wants it. */
export function namePart({ kind, blanks }: InnerForm, inner: TextPart): TextPart | undefined {
  if (kind === 'name') return inner;
  // What stands before is read up to a blank or the arrow.
  const [, before, gap, key] = /^(\s*[^\s=]*\s*=>)(\s*)([\s\S]*?)\s*$/.exec(inner.text) ?? [];
  if (before === undefined || gap === undefined || key === undefined) return undefined;
  const text = blanks === true ? key : gap + key;
  const end = inner.start + before.length + gap.length + key.length;
  return { text, start: end - text.length, end };
}

/** The one of the names that a text stands for, whatever version has it; an index behind the name is no part of it. */
export function findInnerName(form: InnerForm, text: string): InnerName | undefined {
  const fold = (word: string): string => (form.anyCase === true ? word.toLowerCase() : word);
  const plain = fold(form.kind === 'key' ? text.replace(/\[[\s\S]*$/, '') : text);
  return form.names?.find(({ name }) => {
    const isBeginning = name.endsWith(':');
    if (!isBeginning && fold(name) === plain) return true;
    return (isBeginning || form.isPrefix === true) && plain.length > name.length && plain.startsWith(fold(name));
  });
}
