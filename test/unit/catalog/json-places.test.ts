import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findJsonFault, findJsonPlace, type JsonPath } from '../../../server/src/catalog/json-places.ts';

const TEXT = `{
  "name": "a \\" } name",
  "list" : [ 1, {"x": [[]], "y,": -1.5e3 }, null, [ "]", 2 ] ],
  "": { "deep": { "deeper": true } }
}`;

function textAt(path: JsonPath, text = TEXT): string {
  const { start, end } = findJsonPlace(text, path);
  return text.slice(start, end);
}

describe('a place in JSON', () => {
  it('is the name of a property', () => {
    assert.equal(textAt(['name']), '"name"');
    assert.equal(textAt(['list']), '"list"');
    assert.equal(textAt(['list', 1, 'y,']), '"y,"');
    assert.equal(textAt(['', 'deep', 'deeper']), '"deeper"');
  });

  it('is the first character of an entry, or of the whole', () => {
    assert.equal(findJsonPlace(` ${TEXT}`, []).start, 1);
    assert.equal(textAt(['list', 1]), '{');
    assert.equal(textAt(['list', 2]), 'n');
    assert.equal(TEXT.slice(findJsonPlace(TEXT, ['list', 3, 1]).start), TEXT.slice(TEXT.indexOf('2 ]')));
  });

  it('is that of what is there, where the rest is not', () => {
    assert.equal(textAt(['list', 1, 'z', 'w']), '{');
    assert.equal(textAt(['name', 'x']), '"name"');
    assert.equal(textAt(['', 'deep', 5]), '"deep"');
  });

  it('is found for every value of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        for (const { path, found } of walk(value, [])) {
          const { start } = findJsonPlace(text, path);
          const [step] = path.slice(-1);
          const written = typeof step === 'string' ? JSON.stringify(step) : JSON.stringify(found).slice(0, 1);
          assert.ok(text.startsWith(written, start), `${JSON.stringify(path)} in ${text}`);
        }
      }),
    );
  });
});

function* walk(value: unknown, path: JsonPath): Iterable<{ path: JsonPath; found: unknown }> {
  yield { path, found: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...path, Array.isArray(value) ? +key : key]);
}

describe('a fault in JSON', () => {
  const faultIn = (text: string): string => {
    const fault = findJsonFault(text);
    return fault ? `${fault.place.start}: ${fault.message}` : 'none';
  };

  it('is told where it is, in words', () => {
    assert.equal(faultIn('{ "a": 1, }'), '10: the name of a property in double quotes is expected here');
    assert.equal(faultIn("{ 'a': 1 }"), '2: the name of a property in double quotes, or }, is expected here');
    assert.equal(faultIn('{ "a" 1 }'), '6: a colon is expected here');
    assert.equal(faultIn('{ "a": // one\n1 }'), '7: a value is expected here');
    assert.equal(faultIn('[1 2]'), '3: a comma or the closing bracket is expected here');
    assert.equal(faultIn('{ "a": [1 }'), '10: a comma or the closing bracket is expected here');
    assert.equal(faultIn('{ "a": 01 }'), '7: a value is expected here');
    assert.equal(faultIn('[,]'), '1: a value or ] is expected here');
    assert.equal(faultIn('{} {}'), '3: the text should end here');
    assert.equal(faultIn(''), '0: a value is expected here');
  });

  it('is there exactly where the text cannot be parsed', () => {
    const pieces = fc.constantFrom(
      ...Array.from('{}[],:"\\/-+.eE0159 \n\ttrufalsn'),
      '"a"',
      '""',
      'true',
      'null',
      '-1.5e-3',
      '\\u00e4',
      '\u0000',
      '\u00a0',
    );
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.nat(3), fc.string({ unit: pieces, maxLength: 3 }))
      .map(
        ([text, at, cut, put]) =>
          text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 12 }), broken), (text) => {
        assert.equal(findJsonFault(text) === undefined, isJson(text), text);
      }),
      { numRuns: 5000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
