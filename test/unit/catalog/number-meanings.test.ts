import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import { algorithmsOf } from '../../../server/src/dispatcher-list/facts.ts';
import { meaningOf } from '../../../server/src/features/number-meaning.ts';
import type { ParameterConstraint } from '../../../server/src/catalog/types.ts';
import { correctCookbookAnchors } from '../../../tools/catalogue/cookbook-anchors.ts';
import { addHandMadeFacts } from '../../../tools/catalogue/hand-made-facts.ts';
import { INNER_FORMS } from '../../../tools/catalogue/inner-names.ts';
import {
  ARGUMENT_NAMES,
  ARGUMENT_NUMBERS,
  PARAMETER_NUMBERS,
  SETTING_NUMBERS,
} from '../../../tools/catalogue/number-meanings.ts';
import { TRANSFORMATION_PARAMETERS } from '../../../tools/catalogue/transformation-parameters.ts';
import { FACTS, openCatalog } from './repository.ts';

/** What fits behind a number in the editor. */
const LONGEST_MEANING = 44;

function constraintOf(name: string): ParameterConstraint | undefined {
  const [module = '', ...rest] = name.split('.');
  const catalog = openCatalog('6.1');
  const [item = '', argument] = rest;
  if (argument === undefined) return catalog.parameter(module, item)?.constraint;
  const entry = catalog.module(module)?.functions.find((candidate) => candidate.name === item);
  return entry?.parameters?.find((parameter) => parameter.name === argument)?.constraint;
}

describe('the meanings of numbers', () => {
  it('belong to parameters, arguments and settings that there are', () => {
    const names = [...Object.keys(PARAMETER_NUMBERS), ...Object.keys(ARGUMENT_NUMBERS)];
    assert.deepEqual(
      names.filter((name) => constraintOf(name)?.values === undefined),
      [],
    );
    const catalog = openCatalog('6.1');
    const settings = Object.keys(SETTING_NUMBERS);
    assert.deepEqual(
      settings.filter((name) => catalog.setting(name)?.entry.constraint?.values === undefined),
      [],
    );
    const functions = Object.keys(ARGUMENT_NAMES);
    assert.deepEqual(
      functions.filter((name) => {
        const [module = '', item] = name.split('.');
        return !catalog.module(module)?.functions.some((entry) => entry.name === item && entry.parameters);
      }),
      [],
    );
  });

  it('stand in the committed facts as the importers would write them', () => {
    for (const file of ['core.json', ...readdirSync(path.join(FACTS, 'modules')).map((name) => `modules/${name}`)]) {
      const facts = JSON.parse(readFileSync(path.join(FACTS, file), 'utf8')) as Record<string, unknown>;
      assert.deepEqual(JSON.parse(JSON.stringify(correctCookbookAnchors(addHandMadeFacts(facts)))), facts, file);
    }
  });

  it('are short, and sums are of single bits', () => {
    for (const [name, { kind, values }] of Object.entries({
      ...PARAMETER_NUMBERS,
      ...ARGUMENT_NUMBERS,
      ...SETTING_NUMBERS,
    })) {
      for (const [value, meaning] of Object.entries(values)) {
        const text = typeof meaning === 'string' ? meaning : meaning[0];
        assert.ok(text.length <= LONGEST_MEANING, `${name}: ${text}`);
        const number = Number(value);
        if (kind === 'bitmask') assert.ok(number >= 0 && Number.isInteger(Math.log2(number || 1)), `${name}: ${value}`);
      }
    }
  });

  it('are told with what has none', () => {
    const mask: ParameterConstraint = {
      kind: 'bitmask',
      values: [
        { value: 0, meaning: 'nothing' },
        { value: 1, meaning: 'one' },
        { value: 2 },
        { value: 4, meaning: 'four' },
      ],
    };
    assert.equal(meaningOf(mask, 0), 'nothing');
    assert.equal(meaningOf(mask, 5), 'one + four');
    assert.equal(meaningOf(mask, 7), 'one + four + 2');
    assert.equal(meaningOf(mask, 8), undefined);
    assert.equal(meaningOf(mask, -1), undefined);
    assert.equal(meaningOf({ ...mask, kind: 'enum' }, 5), undefined);
  });

  it('of algorithms are those that lists of destinations know', () => {
    for (const version of KAMAILIO_VERSIONS) {
      const entry = openCatalog(version)
        .module('dispatcher')
        ?.functions.find(({ name }) => name === 'ds_select_dst');
      assert.deepEqual(
        entry?.parameters?.[1]?.constraint?.values?.map(({ value }) => value),
        algorithmsOf(version).map(({ number }) => number),
      );
    }
  });

  it('follow the version', () => {
    const meaning = (version: '5.6' | '5.8'): string | undefined => {
      const entry = openCatalog(version)
        .module('dispatcher')
        ?.functions.find(({ name }) => name === 'ds_is_from_list');
      const constraint = entry?.parameters?.[1]?.constraint;
      return constraint && meaningOf(constraint, 9);
    };
    assert.equal(meaning('5.6'), 'any port + 8');
    assert.equal(meaning('5.8'), 'any port + own socket too');
  });
});

describe('what is read in pseudo-variables and transformations', () => {
  it('belongs to those that there are', () => {
    const catalog = openCatalog('6.2');
    const ofModule = (name: string): readonly [string, string] => {
      const [module = '', ...rest] = name.split('.');
      return [module, rest.join('.')];
    };
    const variables = Object.keys(INNER_FORMS).filter((name) => {
      const [module, variable] = ofModule(name);
      return !catalog.module(module)?.pseudoVariables.some((entry) => entry.name === variable && entry.innerName);
    });
    assert.deepEqual(variables, []);
    const operations = Object.keys(TRANSFORMATION_PARAMETERS).filter((name) => {
      const [className, operation] = ofModule(name);
      return !catalog.transformation(className)?.entry.operations.some((entry) => entry.name === operation);
    });
    assert.deepEqual(operations, []);
  });

  it('is there for every parameter of a transformation', () => {
    const catalog = openCatalog('6.2');
    const open = catalog
      .transformationNames()
      .flatMap((name) =>
        (catalog.transformation(name)?.entry.operations ?? [])
          .filter(
            ({ maxParameters, parameters = [] }) => maxParameters === undefined || parameters.length !== maxParameters,
          )
          .map((operation) => `${name}.${operation.name}`),
      );
    assert.deepEqual(open, []);
  });
});
