import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeRules } from '../../../../server/src/rules/nodes/registry.ts';

const RULES = path.resolve(import.meta.dirname, '../../../../server/src/rules/nodes');

describe('rules about nodes', () => {
  it('have codes of their own, each in a file of that name with a test beside', () => {
    const tests = readdirSync(import.meta.dirname);
    for (const { code } of nodeRules) {
      assert.match(code, /^node(?:-[a-z]+)+$/);
      assert.ok(tests.includes(`${code}.test.ts`), `no test for ${code}`);
      assert.match(readFileSync(path.join(RULES, `${code}.ts`), 'utf8'), new RegExp(`code: '${code}'`));
    }
  });

  it('are all registered', () => {
    const files = readdirSync(RULES).filter((file) => file.startsWith('node-') && file !== 'node-rule.ts');
    assert.deepEqual(files.sort(), nodeRules.map(({ code }) => `${code}.ts`).sort());
  });

  it('say what they mean and how to mend it, each in one sentence', () => {
    for (const { summary, advice } of nodeRules) {
      for (const text of [summary, advice]) assert.match(text, /^\S.*\.$/);
    }
  });
});
