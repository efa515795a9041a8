import assert from 'node:assert/strict';
import { quickFixes } from '../../../server/src/features/quick-fixes.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

/** The document after the only fix at the cursor; what it offers where there is not exactly one. */
function mend(text: string): { titles: string[]; text: string } {
  const fixture = readFixture(text);
  assert.ok(fixture.cursor, 'the fixture has a cursor');
  const { source, offset } = fixture.cursor;
  const fixes = quickFixes(checkProgram(analyseFixture(fixture)), source, offset, offset);
  const [fix] = fixes;
  const titles = fixes.map(({ title }) => title);
  if (!fix) return { titles, text: source.text };
  const { start, end } = fix.finding.range;
  return { titles, text: source.text.slice(0, start) + fix.newText + source.text.slice(end) };
}

describe('quick fixes', () => {
  it('puts the right name in the place of a misspelt one', () => {
    const { titles, text } = mend('#!KAMAILIO\nloadmodule "tm"\nmodparam("tm", "fr_t‸mer", 1000)\n');
    assert.deepEqual(titles, ["Change to 'fr_timer'"]);
    assert.equal(text, '#!KAMAILIO\nloadmodule "tm"\nmodparam("tm", "fr_timer", 1000)\n');
  });

  it('offers nothing beside a finding', () => {
    assert.deepEqual(mend('#!KAMAILIO\nload‸module "tm"\nmodparam("tm", "fr_tmer", 1000)\n').titles, []);
  });
});
