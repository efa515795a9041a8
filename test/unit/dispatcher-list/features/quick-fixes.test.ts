import assert from 'node:assert/strict';
import { checkList } from '../../../../server/src/dispatcher-list/checks/check.ts';
import { fixesInList, type ListFix } from '../../../../server/src/dispatcher-list/features/quick-fixes.ts';
import { readingOf, type ReadingOptions } from './support.ts';

function apply(text: string, { edits }: ListFix): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of edits) {
    assert.ok(start >= at && end >= start, 'edits are in order and do not overlap');
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** The fixes for the findings of some kind, or the actions that mend nothing. */
function fixesOf(text: string, code: string | undefined, options: ReadingOptions = {}): ListFix[] {
  const reading = readingOf(text, options);
  const findings = checkList(reading);
  if (code !== undefined)
    assert.ok(
      findings.some((finding) => finding.code === code),
      `${text} has no ${code}`,
    );
  return fixesInList(reading, findings, 0, text.length).filter(({ finding }) => finding?.code === code);
}

/** Asserts the text after the first fix of a finding, and that the finding is then gone; gives its title. */
function assertMended(text: string, code: string, expected: string, options: ReadingOptions = {}): string {
  const [fix] = fixesOf(text, code, options);
  assert.ok(fix, `nothing mends ${code} in ${text}`);
  const mended = apply(text, fix);
  assert.equal(mended, expected);
  const before = checkList(readingOf(text, options)).filter((finding) => finding.code === code).length;
  const after = checkList(readingOf(mended, options)).filter((finding) => finding.code === code).length;
  assert.ok(after < before, `${code} is still there`);
  return fix.title;
}

const WITH_ALGORITHM = (algorithm: number): ReadingOptions => ({
  configurations: [`loadmodule "dispatcher.so"\nrequest_route { ds_select_dst("1", "${algorithm}"); }`],
});

describe('quick fixes in a list of destinations', () => {
  it('writes what a check is sure of', () => {
    const title = assertMended(
      '1 sip:a.example 0 0 weihgt=5\n',
      'list-unknown-attribute',
      '1 sip:a.example 0 0 weight=5\n',
    );
    assert.equal(title, "Change to 'weight'");
    assertMended('1 sip:a.example AP 5\n', 'list-flags', '1 sip:a.example 8 5\n');
    assertMended('1 a.example:5060\n', 'list-missing-scheme', '1 sip:a.example:5060\n');
    assertMended('1 sip:a.example;transport=tpc\n', 'list-transport', '1 sip:a.example;transport=tcp\n');
  });

  it('mends the form of attributes', () => {
    const LINE = '1 sip:a.example 0 0 ';
    const check = (attributes: string, mended: string): string =>
      assertMended(`${LINE}${attributes}\n`, 'list-attribute-form', `${LINE}${mended}\n`);
    check('duid=a,weight=5,x=1;y=2', 'duid=a;weight=5;x=1;y=2');
    check('duid=a,b;weight=5', 'duid="a,b";weight=5');
    check('duid=;weight=5', 'weight=5');
    check('weight=5;duid=;x=1', 'weight=5;x=1');
    check('duid=a;;', 'duid=a');
    check('duid="a', 'duid=a');
    check('duid="a b c";x=1', 'duid="a-b-c";x=1');
    check('x="a"y=1', 'x="a";y=1');
  });

  it('offers quotes too where a comma could part attributes', () => {
    const text = '1 sip:a.example 0 0 duid=a,weight=5;x=1\n';
    const [, quoted] = fixesOf(text, 'list-attribute-form');
    assert.ok(quoted);
    assert.equal(quoted.isPreferred, false);
    assert.equal(apply(text, quoted), '1 sip:a.example 0 0 duid="a,weight=5";x=1\n');
  });

  it('takes blanks out of attributes, or makes a comment of what is not read', () => {
    assertMended(
      '1 sip:a.example 0 0 duid=a; weight = 5 # x\n',
      'list-unread-text',
      '1 sip:a.example 0 0 duid=a;weight=5 # x\n',
    );
    assertMended('1 sip:a.example 0 0 duid=a weight=5\n', 'list-unread-text', '1 sip:a.example 0 0 duid=a;weight=5\n');
    assertMended('1 sip:a.example 0 0 duid=a // Paris\n', 'list-unread-text', '1 sip:a.example 0 0 duid=a # Paris\n');
    assertMended(
      '1 sip:a.example 0 0 duid=a the first\n',
      'list-unread-text',
      '1 sip:a.example 0 0 duid=a # the first\n',
    );
  });

  it('parts columns by blanks', () => {
    assertMended('1,sip:a.example,8,0,duid=a\n', 'list-separator', '1 sip:a.example 8 0 duid=a\n');
    assertMended('1;sip:a.example;transport=tcp 8\n', 'list-separator', '1 sip:a.example;transport=tcp 8\n');
    assertMended('1 sip:a.example 8,5,duid=a\n', 'list-separator', '1 sip:a.example 8 5 duid=a\n');
  });

  it('puts a line into the set of its neighbours', () => {
    assertMended('3 sip:a.example\nsip:b.example\n', 'list-set-id', '3 sip:a.example\n3 sip:b.example\n');
    assertMended('sip:b.example\n3 sip:a.example\n', 'list-set-id', '3 sip:b.example\n3 sip:a.example\n');
    assertMended('\uFEFF1 sip:a.example\n', 'list-set-id', '1 sip:a.example\n');
    assert.deepEqual(fixesOf('sip:a.example\n', 'list-set-id'), []);
  });

  it('makes a comment of a line that stops Kamailio', () => {
    assertMended('1\n', 'list-missing-uri', '# 1\n');
  });

  it('removes doubles', () => {
    const text = '1 sip:a.example\r\n1 sip:b.example\r\n1 SIP:A.example 8';
    assertMended(text, 'list-duplicate-destination', '1 sip:a.example\r\n1 sip:b.example');
    assertMended(
      '1 sip:a.example\n1 sip:a.example\n2 sip:c\n',
      'list-duplicate-destination',
      '1 sip:a.example\n2 sip:c\n',
    );
    const [twoSockets] = fixesOf(
      '1 sip:a.example 0 0 socket=udp:192.0.2.1:5060\n1 sip:a.example 0 0 socket=udp:192.0.2.2:5060\n',
      'list-duplicate-destination',
    );
    assert.equal(twoSockets?.isPreferred, false);
    assertMended(
      '1 sip:a.example 0 0 duid=a;weight=5;duid=b\n',
      'list-duplicate-attribute',
      '1 sip:a.example 0 0 duid=a;weight=5\n',
    );
  });

  describe('for duids', () => {
    it('adds one where calls are counted, with the columns that come before', () => {
      const title = assertMended(
        '1 sip:gw1.example.com # x\n1 sip:b 0 0 duid=b\n',
        'list-duid',
        '1 sip:gw1.example.com 0 0 duid=gw1 # x\n1 sip:b 0 0 duid=b\n',
        WITH_ALGORITHM(10),
      );
      assert.equal(title, 'Add duid=gw1');
      assertMended('1 sip:b 8 5 weight=5;\n', 'list-duid', '1 sip:b 8 5 weight=5;duid=b\n', WITH_ALGORITHM(10));
    });

    it('changes one that is double', () => {
      assertMended(
        '1 sip:a.example 0 0 duid=a\n1 sip:b.example 0 0 duid=a\n',
        'list-duid',
        '1 sip:a.example 0 0 duid=a\n1 sip:b.example 0 0 duid=b\n',
      );
    });

    it('offers them for all lines of the set under the cursor', () => {
      const text = '1 sip:a.example\n1 sip:a.example:5080 8\n2 sip:c\n1 sip:d 0 0 duid=a\n1 sip:{{ .x }}\n';
      const [fix] = fixesInList(readingOf(text), [], 3, 3);
      assert.equal(fix?.title, 'Add a duid to the 2 lines of set 1 without one');
      assert.equal(
        apply(text, fix),
        '1 sip:a.example 0 0 duid=a-2\n1 sip:a.example:5080 8 0 duid=a-3\n2 sip:c\n1 sip:d 0 0 duid=a\n1 sip:{{ .x }}\n',
      );
      assert.deepEqual(fixesInList(readingOf('1 sip:a 0 0 duid=x\n'), [], 3, 3), []);
      assert.deepEqual(fixesInList(readingOf('# 1 sip:a\n'), [], 3, 3), []);
    });
  });

  it('shares weights over the set', () => {
    const title = assertMended(
      '1 sip:a 0 0 weight=50\n1 sip:b 0 0 duid=b\n1 sip:c\n',
      'list-weights',
      '1 sip:a 0 0 weight=34\n1 sip:b 0 0 duid=b;weight=33\n1 sip:c 0 0 weight=33\n',
      WITH_ALGORITHM(9),
    );
    assert.equal(title, 'Share 100 evenly among the 3 lines of set 1');
    assertMended(
      '1 sip:a 0 0 rweight=20\n1 sip:b 0 0 rweight=40\n1 sip:c\n',
      'list-weights',
      '1 sip:a 0 0 rweight=20\n1 sip:b 0 0 rweight=40\n1 sip:c 0 0 rweight=30\n',
      WITH_ALGORITHM(11),
    );
  });

  it('offers only what touches the place', () => {
    const text = '1 sip:a.example 0 0 weihgt=5 # x\n1 sip:b.example 0 0 weihgt=5\n';
    const reading = readingOf(text);
    const fixes = fixesInList(reading, checkList(reading), 40, 40).filter(({ finding }) => finding);
    assert.equal(fixes.length, 0);
    const at = text.lastIndexOf('weihgt');
    const [fix] = fixesInList(reading, checkList(reading), at, at);
    assert.equal(fix?.finding?.range.start, at);
    assert.equal(fix.isPreferred, true);
  });

  it('never breaks a list, whatever it holds', () => {
    const texts = [
      "sip:a x y z=1, ;\n1\n2 sip:[ 0x 4 a='b;c';;\r\n{{ x }} sip:b",
      '1,sip:a\n1|sip:b|c\n1 sip:a 8,x\n1:sip:a 8;9\n',
      '1 sip:a 0 0 duid=,x;duid="\n1 sip:a 0 0 ="b c" d\n',
    ];
    for (const text of texts) {
      for (const algorithm of [9, 10, 11]) {
        const reading = readingOf(text, WITH_ALGORITHM(algorithm));
        for (const fix of fixesInList(reading, checkList(reading), 0, text.length)) {
          assert.notEqual(apply(text, fix), text, fix.title);
          assert.notEqual(fix.title, '');
        }
      }
    }
  });
});
