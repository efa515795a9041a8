import assert from 'node:assert/strict';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { applyEdits } from '../dispatcher-list/support/lists.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

/** The root after the fix of its first finding of a code, and whether that may be made unasked; nothing without a fix. */
function mend(code: string, ...lines: string[]): { lines: string[]; isSafe: boolean } | undefined {
  const fixture = readFixture([...lines, ''].join('\n'));
  const finding = checkProgram(analyseFixture(fixture)).find((one) => one.code === code);
  assert.ok(finding, `there is ${code}`);
  if (!finding.fix) return undefined;
  const { text } = fixture.root;
  const edits = finding.fix.edits.map(({ range: { start, end }, newText }) => ({ start, end, newText }));
  const mended = applyEdits(text, edits);
  const left = checkProgram(analyseFixture(readFixture(mended))).filter((one) => one.code === code);
  assert.deepEqual(left, [], `${code} is mended`);
  return { lines: mended.trimEnd().split('\n'), isSafe: finding.fix.isSafe };
}

describe('fixes of the rules', () => {
  it('load the module of a function behind the last one, as that one is written', () => {
    const fix = mend(
      'unknown-function',
      'loadmodule "/usr/lib/kamailio/pv.so" # variables',
      'request_route {',
      '  xlog("a");',
      '}',
    );
    assert.deepEqual(fix?.lines.slice(0, 2), [
      'loadmodule "/usr/lib/kamailio/pv.so" # variables',
      'loadmodule "/usr/lib/kamailio/xlog.so"',
    ]);
    assert.equal(fix.isSafe, false);
  });

  it('load a module before those that need it there', () => {
    const fix = mend('unknown-function', 'loadmodule "sl"', 'loadmodule "uac"', 'request_route {', '  t_relay();', '}');
    assert.deepEqual(fix?.lines.slice(0, 3), ['loadmodule "sl"', 'loadmodule "tm"', 'loadmodule "uac"']);
  });

  it('load no module inside a condition', () => {
    const fix = mend(
      'unknown-function',
      'loadmodule "pv"',
      '#!ifndef NONE',
      'loadmodule "sl"',
      '#!endif',
      'request_route {',
      '  xlog("a");',
      '}',
    );
    assert.deepEqual(fix?.lines.slice(0, 3), ['loadmodule "pv"', 'loadmodule "xlog"', '#!ifndef NONE']);
  });

  it('load no module of several that have the function, and none where there is no place for it', () => {
    assert.equal(mend('unknown-function', 'request_route {', '  xlog("a");', '}'), undefined);
    assert.equal(mend('unknown-function', 'request_route {', '  xlog("a");', '}', 'loadmodule "pv"'), undefined);
  });

  it('load the module of a parameter', () => {
    const fix = mend('module-parameter-module-not-loaded', 'loadmodule "pv"', 'modparam("tm", "fr_timer", 5000)');
    assert.deepEqual(fix?.lines, ['loadmodule "pv"', 'loadmodule "tm"', 'modparam("tm", "fr_timer", 5000)']);
  });

  it('write the parentheses of a call, where it needs nothing in them', () => {
    const loaded = ['loadmodule "sl"', 'loadmodule "tm"', 'loadmodule "xlog"', 'request_route {'];
    const fix = mend('bare-name', ...loaded, '  t_relay;', '}');
    assert.equal(fix?.lines[4], '  t_relay();');
    assert.equal(fix.isSafe, true);
    assert.equal(mend('bare-name', ...loaded, '  xlog;', '}'), undefined);
  });

  it('remove a second loadmodule with its line, if it is alone there', () => {
    const fix = mend('duplicate-loadmodule', 'loadmodule "pv"', 'loadmodule "pv.so"', 'debug = 2');
    assert.deepEqual(fix, { lines: ['loadmodule "pv"', 'debug = 2'], isSafe: true });
    assert.equal(mend('duplicate-loadmodule', 'loadmodule "pv"', 'loadmodule "pv" debug = 2'), undefined);
  });

  it('give a parameter the type that it takes', () => {
    const fix = mend('module-parameter-type', 'loadmodule "tm"', 'modparam("tm", "fr_timer", "5000")');
    assert.deepEqual(fix, { lines: ['loadmodule "tm"', 'modparam("tm", "fr_timer", 5000)'], isSafe: true });
  });

  it('put in semicolons, but not inside what a define brings', () => {
    const fix = mend('missing-semicolon', 'request_route {', '  drop() # now', '  exit;', '}');
    assert.equal(fix?.lines[1], '  drop(); # now');
    const empty = mend(
      'empty-block',
      'request_route {',
      '  if (method == "ACK") {',
      '    # exit;',
      '  }',
      '  exit;',
      '}',
    );
    assert.equal(empty?.lines[1], '  if (method == "ACK") { ;');
    assert.equal(
      mend('missing-semicolon', '#!define LEAVE drop()', 'request_route {', '  LEAVE', '  exit;', '}'),
      undefined,
    );
  });
});
