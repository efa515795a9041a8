import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-log-level'];

describe('rule unknown-log-level', () => {
  it('reports levels and facilities that xlog refuses', () => {
    const found = assertFindings(
      `
loadmodule "xlog.so"
request_route {
  xlog("L_TRACE", "a");
        ^^^^^^^ unknown-log-level
  xlog("l_info", "a");
        ^^^^^^ unknown-log-level
  xlogl("INFO", "a");
         ^^^^ unknown-log-level
  xlog("LOG_LOCAL9", "L_LOUD", "a");
        ^^^^^^^^^^ unknown-log-level
                      ^^^^^^ unknown-log-level
  xlog("text $rm", "L_INFO");
        ^^^^^^^^ unknown-log-level
}
`,
      { only },
    );
    assert.deepEqual(new Set(found.map(({ severity }) => severity)), new Set(['error']));
    assert.equal(found[1]?.replacement, 'L_INFO');
    assert.equal(found[2]?.replacement, 'L_INFO');
  });

  it('warns of a level that is taken for another, and of one inside the text', () => {
    const found = assertFindings(
      `
loadmodule "xlog.so"
request_route {
  xlog("DEBUG", "a");
        ^^^^^ unknown-log-level
  xlog("L_INFO: a request");
        ^^^^^^ unknown-log-level
}
`,
      { only },
    );
    assert.match(found[0]?.message ?? '', /L_BUG/);
    assert.deepEqual(new Set(found.map(({ severity }) => severity)), new Set(['warning']));
  });

  it('takes what xlog takes', () => {
    assertFindings(
      `
#!define LEVEL "L_WARN"
loadmodule "xlog.so"
request_route {
  xlog("L_ERROR", "a");
  xlog("L_WARNING", "a");
  xlog(LEVEL, "a");
  xlog("$var(level)", "a");
  xlog("log_local0", "L_INFO", "a");
  xlog("a text of LEVEL");
}
`,
      { only },
    );
  });
});
