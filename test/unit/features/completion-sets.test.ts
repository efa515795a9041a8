import assert from 'node:assert/strict';
import { complete } from '../../../server/src/features/completion.ts';
import { knownSets } from '../../../server/src/features/set-places.ts';
import { readSetFixture } from './set-support.ts';

/** `label → text put in` of the items that the place itself asks for. */
function proposals(route: string): string[] {
  const { fixture, group } = readSetFixture(
    `--- kamailio.cfg\nloadmodule "dispatcher.so"\nrequest_route { ${route} }\n--- a.list\n1 sip:a\n20 sip:b\n20 sip:c\n`,
  );
  assert.ok(fixture.cursor);
  const { source, offset } = fixture.cursor;
  const { items } = complete(group.configurations[0]!, source, offset, undefined, () => knownSets(group));
  return items
    .filter(({ sortText }) => sortText.startsWith('1'))
    .map(({ label, detail, newText }) => `${label} (${detail}) → ${newText}`);
}

describe('completion of dispatcher sets', () => {
  const inString = ['1 (sip:a) → 1', '20 (2 destinations: sip:b, …) → 20'];

  it('proposes the known sets in the argument that names one, finished or not', () => {
    assert.deepEqual(proposals('ds_select_dst("‸", "4");'), inString);
    assert.deepEqual(proposals('ds_select_dst("‸'), ['1 (sip:a) → 1"', '20 (2 destinations: sip:b, …) → 20"']);
    assert.deepEqual(proposals('ds_mark_addr("ip", "‸", "sip:a");'), inString);
    assert.deepEqual(proposals('ds_is_from_list(‸);'), ['1 (sip:a) → "1"', '20 (2 destinations: sip:b, …) → "20"']);
  });

  it('proposes them in each part of ds_select_routes, and the algorithm behind it', () => {
    assert.deepEqual(proposals('ds_select_routes("‸", "0");'), [
      '1 (sip:a) → 1=',
      '20 (2 destinations: sip:b, …) → 20=',
    ]);
    assert.equal(proposals('ds_select_routes("1=4;‸", "0");').length, 2);
    const algorithms = proposals('ds_select_routes("1=4;2=‸", "0");');
    assert.ok(algorithms.includes('8 (the first, then the next ones) → 8'), algorithms.join('\n'));
    assert.ok(!algorithms.some((entry) => entry.startsWith('20 ')));
  });

  it('proposes algorithms in words for the second argument', () => {
    const found = proposals('ds_select_dst("1", "‸");');
    assert.ok(found.includes('4 (round robin) → 4'), found.join('\n'));
    assert.ok(!found.some((entry) => entry.startsWith('64 ')), '64 came after 5.6');
  });
});
