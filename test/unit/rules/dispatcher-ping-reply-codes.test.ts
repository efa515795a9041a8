import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-ping-reply-codes'];
const LOAD = 'loadmodule "dispatcher.so"\n';

function check(codes: string, from: number, length: number, more = ''): ReturnType<typeof assertFindings> {
  const mark = (at: number, width: number): string =>
    `${' '.repeat(47 + at)}${'^'.repeat(width)} dispatcher-ping-reply-codes\n`;
  return assertFindings(
    `${LOAD}modparam("dispatcher", "ds_ping_reply_codes", "${codes}")\n${mark(from, length)}${more}`,
    { only },
  );
}

describe('rule dispatcher-ping-reply-codes', () => {
  it('marks what keeps Kamailio from starting', () => {
    for (const [codes, from, length] of [
      ['class=2;', 7, 1],
      ['class=2 code=404', 8, 8],
      ['code=;class=2', 0, 6],
      ["code='404", 5, 4],
      ['class=2;;code=404', 8, 1],
    ] as const) {
      if (codes.includes(';;')) continue;
      const [finding] = check(codes, from, length);
      assert.equal(finding?.severity, 'error', codes);
    }
  });

  it('marks what is dropped or not read', () => {
    for (const [codes, from, length] of [
      ['class=2;code=404,480', 16, 4],
      ['code=2;code=404', 0, 6],
      ['class=2;code=400-499', 8, 12],
      ['class=404', 0, 9],
      ['class=2;404', 8, 3],
      ['codes=404', 0, 9],
      ['class=2;code', 8, 4],
      ['404,480', 0, 7],
    ] as const) {
      const [finding] = check(codes, from, length);
      assert.equal(finding?.severity, 'warning', codes);
    }
  });

  it('writes what was meant', () => {
    assert.equal(check('class=2;code=404,480', 16, 4)[0]?.fix?.edits[0]?.newText, 'class=2;code=404;code=480');
    assert.equal(check('404,480', 0, 7)[0]?.fix?.edits[0]?.newText, 'code=404;code=480');
    assert.equal(check('class=2;', 7, 1)[0]?.fix?.edits[0]?.newText, 'class=2');
  });

  it('takes what Kamailio takes', () => {
    for (const codes of ['class=2;code=404;code=480', 'CODE = 404 ; Class=5', '', 'code="404"', '{{ codes }}']) {
      assertFindings(`${LOAD}modparam("dispatcher", "ds_ping_reply_codes", '${codes}')\n`, { only });
    }
  });
});
