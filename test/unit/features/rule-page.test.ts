import assert from 'node:assert/strict';
import { describeIndex, describeKind, listKinds } from '../../../server/src/features/rule-page.ts';
import type { FindingKind } from '../../../server/src/semantic/finding-kind.ts';
import { findingKinds } from '../../../server/src/workspace/finding-kinds.ts';

const KIND: FindingKind = {
  code: 'an-example',
  severity: 'warning',
  category: 'lists',
  summary: "A '/*' stands where ds_select_dst() or a * belongs.",
  advice: 'Remove it.',
  documentation: {
    why: 'Because.',
    wrong: '--- dispatcher.list\n1\n--- kamailio.cfg\nrequest_route { exit; }\n',
    right: '1 sip:192.0.2.1\n',
  },
  versions: { since: '5.7', until: '6.0' },
};

describe('the page of a kind of finding', () => {
  const page = describeKind(KIND);

  it('says what it is, with code as code and other signs as they are', () => {
    assert.match(page, /^# an-example\n\nA `\/\*` stands where `ds_select_dst\(\)` or a \\\* belongs\.\n/);
    assert.match(page, /Severity: \*\*warning\*\*/);
    assert.match(page, /Kamailio: 5\.7 to 6\.0\n/);
  });

  it('shows each file of an example under its name', () => {
    assert.ok(
      page.includes('`dispatcher.list`:\n\n```kamailio-dispatcher\n1\n```\n\n`kamailio.cfg`:\n\n```kamailio\n'),
    );
    assert.ok(page.includes('## Right\n\n```kamailio-dispatcher\n1 sip:192.0.2.1\n```\n'));
  });

  it('tells every way to turn it off', () => {
    assert.match(page, /# kamailio-lint-disable-next-line an-example/);
    assert.match(page, /# kamailio-lint-disable an-example/);
    assert.match(page, /"kamailio\.diagnostics\.severity": \{ "an-example": "off" \}/);
    assert.match(page, /--severity an-example=off/);
  });
});

describe('the list of all kinds of findings', () => {
  it('has each of them once, under its group', () => {
    const index = describeIndex(findingKinds);
    const list = listKinds(findingKinds);
    for (const { code } of findingKinds) {
      assert.equal(index.split(`[${code}](${code}.md)`).length, 2, code);
      assert.equal(list.split('\n').filter((line) => line.startsWith(`  ${code} `)).length, 1, code);
    }
    assert.match(list, /^Text\n/);
  });
});
