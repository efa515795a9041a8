import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { writePath } from '../../../server/src/catalog/json-places.ts';
import { checkSchema, type Schema } from '../../../server/src/catalog/json-schema.ts';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import { FACTS, TEXTS } from './repository.ts';

const SCHEMA = JSON.parse(readFileSync(path.join(FACTS, '../schema/module.schema.json'), 'utf8')) as Schema & object;
const reference = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictTuples: false,
  validateFormats: false,
}).compile(SCHEMA);

/** What the example is known by. */
interface Example {
  readonly functions?: readonly object[];
}

const source = createFactsSource(FACTS, TEXTS);
const MODULES = readdirSync(path.join(FACTS, 'modules')).map((file): [string, unknown] => [
  file,
  JSON.parse(source.read(`modules/${file}`) ?? ''),
]);

describe('the schema of a module', () => {
  it('accepts every module of the catalogue', () => {
    for (const [file, module] of MODULES) {
      assert.ok(reference(module), `${file}: ${JSON.stringify(reference.errors?.slice(0, 3))}`);
      assert.deepEqual(checkSchema(SCHEMA, module), [], file);
    }
  });

  it('accepts the example of the README', () => {
    const readme = readFileSync(path.join(FACTS, '../../../README.md'), 'utf8');
    const examples = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, text]) => JSON.parse(text ?? '') as object,
    );
    const module = examples.find((example) => 'signatures' in ((example as Example).functions?.[0] ?? {}));
    assert.ok(module);
    assert.deepEqual(checkSchema(SCHEMA, module), []);
  });

  it('knows the versions of the catalogue', () => {
    const { $defs } = SCHEMA as unknown as { $defs: { version: { enum: string[] } } };
    assert.deepEqual($defs.version.enum, [...KAMAILIO_VERSIONS]);
  });

  it('is read as a full validator reads it, whatever is put in the place of a value', () => {
    const values = MODULES.map(([, module]) => module).filter((module) => JSON.stringify(module).length < 20_000);
    const junk = fc.oneof(
      fc.constantFrom(
        null,
        true,
        false,
        0,
        -1,
        1.5,
        '',
        'x',
        '5.6',
        'core',
        'int',
        [],
        {},
        [1, null],
        [-1, 2],
        [0, 1, 2],
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...values), fc.array(fc.nat(30), { maxLength: 6 }), junk, (module, steps, value) => {
        const changed = structuredClone(module);
        replaceAt(changed, steps, value);
        assert.equal(checkSchema(SCHEMA, changed).length === 0, reference(changed), JSON.stringify(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('says what is wrong where, in words', () => {
    const describeProblems = (module: unknown): string[] =>
      checkSchema(SCHEMA, module).map(({ path, message }) => `${writePath(path)} ${message}`);
    assert.deepEqual(describeProblems({}), [' lacks "name"']);
    assert.deepEqual(describeProblems([]), [' must be an object']);
    assert.deepEqual(
      describeProblems({
        name: 'x',
        parameters: [{ name: 'a', types: ['str'], defualt: 1 }],
        since: '6.9',
        owner: 'me',
      }),
      [
        'owner is not known here',
        'since must be "5.5", "5.6", "5.7", "5.8", "6.0", "6.1" or "6.2"',
        'parameters[0].types[0] must be "int" or "string"',
        'parameters[0].defualt is not known here; did you mean "default"?',
      ],
    );
    const describeArguments = (value: unknown): string[] =>
      describeProblems({ name: 'x', functions: [{ name: 'f', signatures: [{ arguments: value, routes: ['ANY'] }] }] });
    assert.deepEqual(describeArguments([1]), ['functions[0].signatures[0].arguments must have at least 2 entries']);
    assert.deepEqual(describeArguments('one'), [
      'functions[0].signatures[0].arguments must be a whole number or a list',
    ]);
  });
});

/** Replaces something inside a value: the steps say which of the entries to go into. */
function replaceAt(value: unknown, steps: readonly number[], replacement: unknown): void {
  let place = value;
  for (const [index, step] of steps.entries()) {
    if (typeof place !== 'object' || place === null) return;
    const keys = Object.keys(place);
    const key = keys[step % Math.max(keys.length, 1)];
    if (key === undefined) return;
    const holder = place as Record<string, unknown>;
    const inner = holder[key];
    if (index === steps.length - 1 || typeof inner !== 'object' || inner === null) {
      holder[key] = replacement;
      return;
    }
    place = inner;
  }
}
