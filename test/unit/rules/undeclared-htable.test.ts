import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['undeclared-htable'];
const HEAD = `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=8;")
`;

describe('rule undeclared-htable', () => {
  it('marks tables in variables, in strings and in functions', () => {
    const findings = assertFindings(
      `${HEAD}
request_route {
  if ($sht(ipbann=>$si) != $null) exit;
           ^^^^^^ undeclared-htable
  $sht(calls=>$ci) = 1;
       ^^^^^ undeclared-htable
  $var(n) = $(sht(calls=>x){s.len});
                  ^^^^^ undeclared-htable
  xlog("L_INFO", "$sht(ban=>$si) $shtex( a =>b)\\n");
                       ^^^ undeclared-htable
                                         ^ undeclared-htable
  sht_rm("ban", "$si");
          ^^^ undeclared-htable
  sht_lock("ban=>$si");
            ^^^ undeclared-htable
  sht_iterator_start("it", "ban");
                            ^^^ undeclared-htable
}
event_route[htable:expired:other] {
                           ^^^^^ undeclared-htable
  exit;
}
`,
      { only },
    );
    assert.equal(findings[0]?.replacement, 'ipban');
  });

  it('marks a table that a condition switches off where it is used all the same', () => {
    assertFindings(
      `${HEAD}#!ifdef BAN
modparam("htable", "htable", "ban=>size=4;")
#!endif
request_route { route(CHECK); }
route[CHECK] { $sht(ban=>$si) = 1; }
                    ^^^ undeclared-htable
`,
      { only },
    );
  });

  it('is silent about tables that are defined, here or out of sight', () => {
    const use = 'request_route { $sht(ban=>$si) = 1; }\n';
    assertFindings(`${HEAD}request_route { $sht(ipban=>$si) = 1; sht_lock("ipban=>a"); sht_rm("$var(t)", "a"); }\n`, {
      only,
    });
    assertFindings(whole(`${HEAD}modparam("htable", "htable", "{{ table }}=>size=4;")\n${use}`), { only });
    assertFindings(whole(`${HEAD}modparam("htable", "htable", TABLE)\n${use}`), { only });
    const off = '#!ifdef BAN\nmodparam("htable", "htable", "ban=>size=4;")\n#!endif\n';
    assertFindings(whole(`${HEAD}${off}request_route { exit; }\nroute[NEVER] { $sht(ban=>$si) = 1; }\n`), { only });
    assertFindings(whole(`${HEAD}import_file "tables.cfg"\n${use}`), { only });
  });
});
