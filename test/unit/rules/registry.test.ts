import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../../server/src/rules/registry.ts';

const RULES = path.resolve(import.meta.dirname, '../../../server/src/rules');

describe('rules', () => {
  it('have codes of their own, in kebab-case, each in a file of that name with a test beside', () => {
    const codes = rules.map((rule) => rule.code);
    assert.equal(new Set(codes).size, codes.length);
    const tests = readdirSync(import.meta.dirname);
    for (const code of codes) {
      assert.match(code, /^[a-z]+(?:-[a-z]+)*$/);
      assert.ok(tests.includes(`${code}.test.ts`), `no test for ${code}`);
      assert.match(readFileSync(path.join(RULES, `${code}.ts`), 'utf8'), new RegExp(`code: '${code}'`));
    }
  });

  it('are all registered', () => {
    const files = readdirSync(RULES).filter((file) => file.endsWith('.ts'));
    const others = new Set(['all-sides.ts', 'check.ts', 'registry.ts', 'rule.ts']);
    assert.deepEqual(files.filter((file) => !others.has(file)).sort(), rules.map((rule) => `${rule.code}.ts`).sort());
  });

  it('say what they mean and how to mend it, each in one sentence', () => {
    for (const { summary, advice } of rules) {
      for (const text of [summary, advice]) assert.match(text, /^\S.*\.$/);
    }
  });
});
