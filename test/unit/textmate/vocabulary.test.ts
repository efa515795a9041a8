import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectPath } from '../../../tools/project.ts';
import { assertScope, loadColour } from './grammar.ts';

interface Named {
  readonly name: string;
  readonly aliases?: readonly { readonly name: string }[];
}

/** What the tests use of the catalogue's facts about the core. */
interface CoreFacts {
  readonly settings: readonly Named[];
  readonly functions: readonly (Named & { readonly bare?: boolean })[];
  readonly statements: readonly Named[];
  readonly controls: readonly Named[];
  readonly directives: readonly (Named & { readonly firstLine?: boolean; readonly bareAllowed?: boolean })[];
  readonly routeBlocks: readonly Named[];
  readonly operators: readonly Named[];
  readonly conditionKeywords: readonly Named[];
  readonly booleans: readonly Named[];
  readonly constants: readonly Named[];
  readonly socketAttributes: readonly Named[];
  readonly eventRoutes: readonly Named[];
}

const core = JSON.parse(readFileSync(projectPath('server/catalog/facts/core.json'), 'utf8')) as CoreFacts;

function namesOf(entries: readonly Named[]): string[] {
  return entries.flatMap(({ name, aliases = [] }) => [name, ...aliases.map((alias) => alias.name)]);
}

/** Every word of the catalogue in a line where it has its meaning, and the scope it must have there. */
const WORDS: Readonly<Record<string, readonly (readonly [marked: string, scope: string])[]>> = {
  'core settings': namesOf(core.settings).map((name) => [
    `«${name.replace('.', '».«')}» = 1`,
    'support.type.core-setting',
  ]),
  'socket attributes': namesOf(core.socketAttributes).map((name) => [
    `socket = { «${name}» = "x"; }`,
    'support.type.socket-attribute',
  ]),
  'core functions': core.functions.flatMap((entry) =>
    namesOf([entry])
      .filter((name) => !namesOf(core.controls).includes(name))
      .flatMap((name) => {
        const scope = /^(?:drop|exit|return|break)$/.test(name)
          ? 'keyword.control.flow'
          : name === 'route'
            ? 'keyword.control.route'
            : 'support.function.core';
        return [`«${name}»("x");`, ...(entry.bare === true ? [`«${name}»;`] : [])].map(
          (line) => [line, scope] as const,
        );
      }),
  ),
  'control statements': namesOf(core.controls).map((name) => [`«${name}» ($rU) {`, 'keyword.control']),
  'top-level statements': namesOf(core.statements).map((name) =>
    name.startsWith('subst')
      ? [`«#!${name}» "/A/b/"`, 'keyword.control.directive']
      : /^(?:modparamx?|coreparam)$/.test(name)
        ? [`«${name}»("a", "b", 1)`, 'keyword.other']
        : /^(?:load|mpath|cfgengine)/.test(name)
          ? [`«${name}» "x"`, 'keyword.control.import']
          : [`«${name}» A`, 'storage.type'],
  ),
  directives: core.directives.flatMap((entry) =>
    namesOf([entry]).flatMap((name) => {
      const argument = entry.firstLine === true || /^(?:else|endif)$/.test(name) ? '' : ' A';
      return ['#!', ...(entry.firstLine === true ? ['//!'] : ['!!']), ...(entry.bareAllowed === true ? [''] : [])].map(
        (prefix) => [`«${prefix}${name}»${argument}`, 'keyword.control.directive'] as const,
      );
    }),
  ),
  'route blocks': namesOf(core.routeBlocks).flatMap((name) => [
    [`«${name}» {`, 'storage.type.route'],
    [`«${name}»[X] {`, 'storage.type.route'],
  ]),
  'event routes of the core': namesOf(core.eventRoutes).map((name) => [
    `event_route[«${name}»] {`,
    'entity.name.function.event-route',
  ]),
  operators: namesOf(core.operators).map((name) =>
    /^(?:strlen|strempty|selval)$/.test(name)
      ? [`if («${name}»($rU))`, 'support.function.builtin']
      : name.startsWith('(')
        ? [`$var(a) = («${name.slice(1, -1)}»)$rU;`, 'keyword.operator.cast']
        : [`if ($rU «${name}» $tU)`, 'keyword.operator'],
  ),
  'condition keywords': namesOf(core.conditionKeywords).map((name) => [`if («${name}» == $rU)`, 'variable.language']),
  constants: namesOf([...core.constants, ...core.booleans]).map((name) => [
    `if ($rU == «${name}»)`,
    /^(?:myself|max_len)$/.test(name) ? 'variable.language' : 'constant.language',
  ]),
};

describe('vocabulary of the TextMate grammar', () => {
  for (const [kind, words] of Object.entries(WORDS)) {
    it(`knows all ${words.length} of the catalogue's ${kind}`, async () => {
      const colour = await loadColour();
      assert.ok(words.length > 0);
      for (const [marked, scope] of words) assertScope(colour, marked, scope);
    });
  }
});
