import { KAMAILIO_VERSIONS } from '../catalog/versions.ts';
import { findVersionComment } from '../semantic/version-comment.ts';
import type { Rule } from './rule.ts';

export const unknownVersionComment: Rule = {
  code: 'unknown-version-comment',
  severity: 'warning',
  category: 'settings',
  summary: 'The comment that names the version of Kamailio names none that is known, and so counts for nothing.',
  advice: 'Write a version such as 6.1, or dev for the development version.',
  check({ program }, report) {
    const comment = findVersionComment(program.root);
    if (!comment || comment.version !== undefined) return;
    const { source, start, end } = comment.value;
    const text = source.text.slice(start, end);
    const versions = `${KAMAILIO_VERSIONS.slice(0, -1).join(', ')} and dev`;
    report({
      range: start === end ? { source, start: source.lineStart(source.lineAt(start)), end } : comment.value,
      message: `'${text}' is no version of Kamailio that is known: ${versions} are`,
    });
  },
};
