import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { projectPath } from '../../../tools/project.ts';
import { loadColour } from './grammar.ts';

describe('TextMate grammars over the examples', () => {
  const files = globSync('examples/**/*.{cfg,list}', { cwd: projectPath() }).sort();
  it('has examples to read', () => {
    for (const ending of ['.cfg', '.list']) assert.ok(files.some((file) => file.endsWith(ending)));
  });
  for (const file of files) {
    it(`leave no word of ${file} without a colour and nothing open at its end`, async () => {
      const colour = await loadColour(file.endsWith('.list') ? 'kamailio-dispatcher' : 'kamailio');
      const { lines, endsAtTopLevel } = colour(readFileSync(projectPath(file), 'utf8'));
      const bare = lines.flatMap(({ text, tokens }, index) =>
        tokens
          .filter(({ start, end, scopes }) => scopes.length === 0 && text.slice(start, end).trim() !== '')
          .map(({ start, end }) => `${index + 1}: ${text.slice(start, end)}`),
      );
      assert.deepEqual(bare, []);
      assert.ok(endsAtTopLevel);
    });
  }
});
