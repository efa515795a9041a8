import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['argument-not-number'];

describe('rule argument-not-number', () => {
  it('reports texts where a number is read', () => {
    const found = assertFindings(
      `
loadmodule "maxfwd.so"
loadmodule "tm.so"
loadmodule "nathelper.so"
request_route {
  mf_process_maxfwd_header("ten");
                            ^^^ argument-not-number
  t_set_fr("5s", "1000");
            ^^ argument-not-number
  t_set_fr("5000", " 100");
                    ^^^^ argument-not-number
  nat_uac_test("1|2");
                ^^^ argument-not-number
}
`,
      { only },
    );
    assert.equal(found[2]?.replacement, '100');
  });

  it('leaves numbers, variables and other arguments alone', () => {
    assertFindings(
      `
#!define TIMEOUT "5000"
loadmodule "tm.so"
loadmodule "nathelper.so"
loadmodule "xlog.so"
loadmodule "cfgutils.so"
request_route {
  t_set_fr("5000", 100);
  t_set_fr(TIMEOUT, $var(x));
  t_set_fr("$var(x)", "{{ timeout }}");
  nat_uac_test("-1");
  nat_uac_test("0x13");
  xlog("L_INFO", "text");
  rand_set_prob("some");
}
`,
      { only },
    );
  });
});
