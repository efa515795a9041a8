import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { grammarFile, LANGUAGES } from './grammar.ts';

interface Rule {
  readonly include?: string;
  readonly name?: string;
  readonly contentName?: string;
  readonly end?: string;
  readonly patterns?: readonly Rule[];
  readonly captures?: Readonly<Record<string, Rule>>;
  readonly beginCaptures?: Readonly<Record<string, Rule>>;
  readonly endCaptures?: Readonly<Record<string, Rule>>;
}

interface Grammar extends Rule {
  readonly repository: Readonly<Record<string, Rule>>;
}

function rulesIn(rule: Rule): readonly Rule[] {
  const captures = [rule.captures, rule.beginCaptures, rule.endCaptures].flatMap((group) => Object.values(group ?? {}));
  return [rule, ...[...(rule.patterns ?? []), ...captures].flatMap(rulesIn)];
}

for (const language of LANGUAGES) {
  const grammar = JSON.parse(readFileSync(grammarFile(language), 'utf8')) as Grammar;
  const rules = [...(grammar.patterns ?? []), ...Object.values(grammar.repository)].flatMap(rulesIn);

  describe(`TextMate grammar file of ${language}`, () => {
    it('includes what its repository has, and all of it', () => {
      const included = new Set(rules.flatMap(({ include }) => (include === undefined ? [] : [include])));
      assert.deepEqual(
        [...included].sort(),
        Object.keys(grammar.repository)
          .map((name) => `#${name}`)
          .sort(),
      );
    });

    it('ends each of its scopes with the name of the language', () => {
      const scopes = rules.flatMap(({ name, contentName }) =>
        [name, contentName].filter((scope) => scope !== undefined),
      );
      const strange = scopes.flatMap((scope) => scope.split(' ')).filter((scope) => !scope.endsWith(`.${language}`));
      assert.deepEqual(strange, []);
    });

    if (language !== 'kamailio') return;
    it('gives up what is not closed at the same lines everywhere', () => {
      // The expression stands in every rule it ends. Strings also end at directives, through which modparam may run.
      const giveUps = rules.flatMap(({ end }) => /\(\?=\^.*/.exec(end ?? '')?.[0] ?? []);
      assert.ok(giveUps.length > 2);
      assert.equal(new Set(giveUps).size, 2);
    });
  });
}
