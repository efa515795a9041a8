import { KAMAILIO_VERSIONS } from '../catalog/versions.ts';
import { findVersionComment } from '../semantic/version-comment.ts';
import type { Rule } from './rule.ts';

export const unknownVersionComment: Rule = {
  code: 'unknown-version-comment',
  severity: 'warning',
  category: 'settings',
  summary: 'The comment that names the version of Kamailio names none that is known, and so counts for nothing.',
  advice: 'Write a version such as 6.1, or dev for the development version.',
  documentation: {
    why: `Kamailio does not look at this comment. The editor and \`kamailio-lint\` do: it says which version's modules, functions
and parameters a configuration is checked against, where no setting does.`,
    wrong: `# kamailio-version: 4.4
request_route {
    exit;
}
`,
    right: `# kamailio-version: 5.6
request_route {
    exit;
}
`,
  },
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
