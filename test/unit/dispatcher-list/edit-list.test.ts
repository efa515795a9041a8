import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editList, type ListChange } from '../../../server/src/dispatcher-list/edit-list.ts';
import { destinationOf } from '../../../server/src/dispatcher-list/entry-values.ts';
import { anyListText } from './support/any-list.ts';
import { applyEdits, readText } from './support/lists.ts';

function edit(text: string, ...changes: readonly ListChange[]): string {
  return applyEdits(text, editList(readText(text), changes));
}

function put(setId: number, uri: string, rest: Partial<ListChange> = {}): ListChange {
  return { kind: 'put', setId, uri, ...rest };
}

describe('changing a list of destinations', () => {
  const list = [
    '# gateways',
    '1  sip:a:5060  0 10 duid=a;weight=50  # first',
    '1  sip:b:5060  8 5',
    '',
    '# media',
    '22 sip:c',
    '',
  ].join('\n');

  it('changes a column where it stands and leaves the others at their place', () => {
    assert.equal(
      edit(list, put(1, 'sip:a:5060', { flags: 12 })),
      list.replace('0 10 duid=a;weight=50  #', '12 10 duid=a;weight=50 #'),
    );
    assert.equal(edit(list, put(1, 'sip:a:5060', { priority: 5 })), list.replace('0 10 duid', '0 5  duid'));
    assert.equal(
      edit(list, put(1, 'SIP:A:5060', { attributes: 'duid=a' })),
      list.replace('duid=a;weight=50  #', 'duid=a            #'),
    );
  });

  it('keeps what is not said and what is the same already', () => {
    assert.equal(edit(list, put(1, 'sip:a:5060')), list);
    assert.equal(edit(list, put(1, 'sip:a:5060', { flags: 0, priority: 10, attributes: 'duid=a;weight=50;' })), list);
    assert.equal(edit('1 sip:a 08 0 a=b;\n', put(1, 'sip:a', { flags: 8, attributes: 'a=b' })), '1 sip:a 08 0 a=b;\n');
  });

  it('writes the columns before one that was left out', () => {
    assert.equal(edit('22 sip:c\n', put(22, 'sip:c', { attributes: 'duid=c' })), '22 sip:c 0 0 duid=c\n');
    assert.equal(edit('22 sip:c # x\n', put(22, 'sip:c', { flags: 4 })), '22 sip:c 4 # x\n');
    assert.equal(edit('22 sip:c duid=c\n', put(22, 'sip:c', { flags: 4 })), '22 sip:c 4 0 duid=c\n');
  });

  it('takes attributes away, and text that was not read with them', () => {
    assert.equal(edit('1 sip:a 0 0 duid=a # x\n', put(1, 'sip:a', { attributes: '' })), '1 sip:a 0 0        # x\n');
    assert.equal(edit('1 sip:a 0 0 duid=a; b=c\n', put(1, 'sip:a', { attributes: 'b=c' })), '1 sip:a 0 0 b=c\n');
  });

  it('adds a destination behind the last line of its set, below its columns', () => {
    assert.equal(
      edit(list, put(1, 'sip:new', { attributes: 'duid=n' })),
      list.replace('8 5\n', '8 5\n1  sip:new     0 0 duid=n\n'),
    );
    assert.equal(edit(list, put(3, 'sip:x'), put(3, 'sip:y')), `${list}3  sip:x\n3  sip:y\n`);
    assert.equal(edit('1 sip:a', put(1, 'sip:b')), '1 sip:a\n1 sip:b\n');
    assert.equal(edit('1 sip:a\r\n', put(2, 'sip:b')), '1 sip:a\r\n2 sip:b\r\n');
    assert.equal(edit('', put(2, 'sip:b', { flags: 8 })), '2 sip:b 8\n');
  });

  it('removes whole lines, all that hold the destination', () => {
    assert.equal(
      edit('1 sip:a # one\n2 sip:a\n1 sip:a 8\n1 sip:b', { kind: 'remove', setId: 1, uri: 'sip:a' }),
      '2 sip:a\n1 sip:b',
    );
    assert.equal(
      edit('1 sip:a\n1 sip:b', { kind: 'remove', setId: 1, uri: 'sip:b' }, put(1, 'sip:c')),
      '1 sip:a\n1 sip:c\n',
    );
  });

  it('writes no blanks into the attributes, where they would end them', () => {
    assert.equal(edit('', put(1, 'sip:a', { attributes: 'duid=a; weight=5' })), '1 sip:a 0 0 duid=a;weight=5\n');
  });

  it('leaves alone what a template writes', () => {
    const text = '{{ range service "gw" }}\n1 sip:a {{ .Flags }} 0\n{{ if .x }}1 sip:b{{ end }}\n{{ end }}\n';
    assert.equal(edit(text, { kind: 'remove', setId: 1, uri: 'sip:b' }), text);
    assert.equal(edit(text, put(1, 'sip:new')), `${text}1 sip:new\n`);
    assert.equal(edit(text, put(1, 'sip:a', { priority: 5 })), text.replace('}} 0', '}} 5'));
  });

  it('makes any list hold what is wished, and leaves all other destinations as they were', () => {
    const change = fc.record({
      kind: fc.constantFrom('put' as const, 'remove' as const),
      setId: fc.constantFrom(1, 2, 7),
      uri: fc.constantFrom('sip:a', 'sip:b', 'sip:long.example.com;transport=tcp'),
      flags: fc.constantFrom(0, 8, 255),
      priority: fc.constantFrom(0, 100),
      attributes: fc.constantFrom('', 'duid=x', '5=a;weight=50', 'w'.repeat(30)),
    });
    const isPlain = (text: string): boolean => !/[{}%$]|[^ ]{200}/.test(text);
    fc.assert(
      fc.property(anyListText().filter(isPlain), fc.array(change, { maxLength: 4 }), (text, changes) => {
        const held = (source: string): string[] =>
          readText(source).entries.flatMap((entry) => {
            const found = destinationOf(entry);
            if (!found) return [];
            const { setId, uri, flags, priority, attributes } = found;
            return [[setId, uri, flags, priority, attributes].join(' ')];
          });
        const keys = new Map(changes.map((each) => [`${each.setId} ${each.uri} `, each]));
        const after = held(edit(text, ...changes));
        const untouched = (line: string): boolean => ![...keys.keys()].some((key) => line.startsWith(key));
        assert.deepEqual(after.filter(untouched), held(text).filter(untouched));
        for (const [key, { kind, flags, priority, attributes }] of keys) {
          const lines = after.filter((line) => line.startsWith(key));
          if (kind === 'remove') assert.deepEqual(lines, []);
          else assert.ok(lines.includes(`${key}${flags} ${priority} ${attributes}`), lines.join('\n'));
        }
      }),
      { numRuns: 500 },
    );
  });
});
