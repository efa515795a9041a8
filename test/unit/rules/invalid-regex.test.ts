import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['invalid-regex'];

describe('rule invalid-regex', () => {
  it('reports expressions that do not compile', () => {
    const found = assertFindings(
      `
loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "textops.so"
loadmodule "xhttp.so"
modparam("xhttp", "url_match", "^/rpc[")
                                     ^ invalid-regex
modparam("tm|[pv", "fr_timer", 2000)
             ^ invalid-regex
request_route {
  if ($rU =~ "^(00|0[1-9]") exit;
               ^ invalid-regex
  if (uri =~ "sip:[0-9+@") exit;
                  ^ invalid-regex
  if (search("(?i)scanner")) exit;
              ^^ invalid-regex
  switch ($ua) { case /"*friendly": exit; }
                        ^ invalid-regex
  subst("/a(/b/");
         ^^^^^^ invalid-regex
  $var(x) = $(ua{re.subst,/x/y});
                          ^^^^ invalid-regex
}
failure_route[F] { if (t_check_status("(4|5")) exit; }
                                       ^ invalid-regex
`,
      { only },
    );
    assert.deepEqual(new Set(found.map(({ severity }) => severity)), new Set(['error']));
    assert.match(found.find(({ message }) => message.includes('Perl'))?.message ?? '', /POSIX/);
  });

  it('only warns of what is compiled for each message', () => {
    const [finding] = assertFindings(
      `
loadmodule "textops.so"
request_route { remove_hf_re_pv("^X-("); }
                                    ^ invalid-regex
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('leaves alone what compiles and what is not known', () => {
    assertFindings(
      `
#!defenv PATTERN
loadmodule "pv.so"
loadmodule "tm.so"
request_route {
  if ($rU =~ "^(00|\\\\+)[1-9]" || $ua =~ "a)b" || $rU =~ $var(x) || $rU =~ PATTERN || $rU =~ "{{ x }}(") exit;
  $var(x) = $(ua{re.subst,/(.*),(.*)/\\\\1/g});
}
failure_route[F] { if (t_check_status("$var(x)")) exit; }
`,
      { only },
    );
  });

  it('reads the substitutions of functions with a form of their own', () => {
    assertFindings(
      `
loadmodule "textops.so"
request_route {
  subst_hf("Diversion", "/;reason=.*$/;reason=x", "a");
                         ^^^^^^^^^^^^^^^^^^^^^^ invalid-regex
  subst_hf("Diversion", "/;reason=.*$/;reason=x/", "a");
}
`,
      { only: ['invalid-regex'] },
    );
  });
});
