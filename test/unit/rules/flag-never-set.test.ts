import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['flag-never-set'];
const HEAD = `#!define FLT_ACC 1
loadmodule "tm.so"
loadmodule "kex.so"
loadmodule "acc.so"
loadmodule "nathelper.so"
`;

describe('rule flag-never-set', () => {
  it('marks the number of a flag that nothing sets', () => {
    const findings = assertFindings(
      `${HEAD}
modparam("acc", "log_flag", 4)
                            ^ flag-never-set
modparam("acc", "log_missed_flag", 5)
                                   ^ flag-never-set
modparam("nathelper", "sipping_bflag", FLT_ACC)
                                       ^^^^^^^ flag-never-set
request_route {
  setflag(FLT_ACC);
  setbflag("7");
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['warning', 'information', 'warning'],
    );
  });

  it('marks conditions that are never true', () => {
    assertFindings(
      `${HEAD}
request_route {
  setflag(FLT_ACC);
  if (isflagset(FLT_ACC)) exit;
  if (isflagset(5)) exit;
      ^^^^^^^^^ flag-never-set
}
`,
      { only },
    );
  });

  it('knows flags by number, define and name', () => {
    assertFindings(
      `${HEAD}
flags MISSED:2, NAMED
modparam("acc", "log_flag", FLT_ACC)
modparam("acc", "log_missed_flag", 2)
modparam("acc", "db_flag", -1)
modparam("nathelper", "sipping_bflag", 7)
request_route {
  setflag(1);
  setflag(MISSED);
  setbflag(7);
}
`,
      { only },
    );
  });

  it('is silent where a flag may be set that cannot be known', () => {
    const flag = `${HEAD}modparam("acc", "log_flag", 4)\n`;
    assertFindings(`${flag}flags NAMED\nrequest_route { setflag(NAMED); }\n`, { only });
    assertFindings(whole(`${flag}#!ifdef ACC\nroute[X] { setflag(4); }\n#!endif\n`), { only });
    assertFindings(whole(`${flag}loadmodule "app_lua.so"\n`), { only });
    assertFindings(`${flag}loadmodule "pv.so"\nrequest_route { $mf = 16; }\n`, { only });
    assertFindings(whole(`${flag}include_file "routes.cfg"\n`), { only });
    assertFindings(whole(`${HEAD}modparam("acc", "log_flag", ACC_FLAG)\n`), { only });
  });

  it('knows that contacts which others have saved bring their flags', () => {
    const proxy = `
loadmodule "db_mysql.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "nathelper.so"
modparam("usrloc", "db_mode", 3)
modparam("usrloc", "nat_bflag", 6)
`;
    assertFindings(`${proxy}request_route { lookup("location"); }\n`, { only });
    assertFindings(
      `${proxy.replace(', 6)\n', ', 6)\n                                ^ flag-never-set\n')}request_route { save("location"); }\n`,
      { only },
    );
  });

  it('leaves it to another finding that the module of setbflag() is not loaded', () => {
    assertFindings('loadmodule "usrloc.so"\nmodparam("usrloc", "nat_bflag", 6)\nrequest_route { setbflag(6); }\n', {
      only,
    });
  });
});
