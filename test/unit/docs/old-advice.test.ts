import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { projectPath } from '../../../tools/project.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

/** What is said of a fragment, a line each, without hints. */
function sayOf(fragment: string): string[] {
  return checkProgram(analyseFixture(readFixture(fragment)))
    .filter(({ severity }) => severity !== 'hint')
    .map(({ range, severity, message, code }) => {
      const { line, character } = range.source.positionAt(range.start);
      return `${line + 1}:${character + 1}: ${severity}: ${message} [${code}]`;
    });
}

describe('docs/old-advice.md', () => {
  const page = readFileSync(projectPath('docs/old-advice.md'), 'utf8');
  const fragments = [
    ...page.matchAll(/^## (.*)$[^`]*(?:`[^`\n]+`[^`]*)*```kamailio\n([^]*?)```\n\n```text\n([^]*?)```/gm),
  ];

  it('has the fragments that it is about', () => {
    assert.ok(fragments.length >= 10, `${fragments.length}`);
  });

  for (const [, title = '', fragment = '', said = ''] of fragments) {
    it(`says what is said of: ${title}`, () => {
      assert.deepEqual(sayOf(fragment), said.trimEnd().split('\n'));
    });
  }
});
