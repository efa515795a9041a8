import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['htable-counter'];
const HEAD = `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "a=>size=4;")
modparam("htable", "htable", "b=>size=4;initval=0;")
`;

describe('rule htable-counter', () => {
  it('marks counting in a table whose keys have no first value', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  $sht(a=>$si) = ($sht(a=>$si) + 1);
                  ^^^^^^^^^^^^^^^^ htable-counter
  $var(n) = $shtinc(a=>$si);
            ^^^^^^^^^^^^^^^ htable-counter
  $sht(a=>$si) = $null;
}
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
  });

  it('marks a sum that gets there by way of a variable', () => {
    assertFindings(
      `${HEAD}
request_route {
  $var(n) = $sht(a=>$si) + 1;
            ^^^^^^^^^^^^^^^^ htable-counter
  $sht(a=>$si) = $var(n);
}
`,
      { only },
    );
    assertFindings(
      `${HEAD}
request_route {
  $var(n) = $sht(a=>$si) + 1;
  $var(n) = 4;
  $sht(a=>$si) = $var(n);
}
`,
      { only },
    );
  });

  it('is silent about first values, other operators and conversions', () => {
    assertFindings(
      `${HEAD}
request_route {
  $sht(b=>$si) = $sht(b=>$si) + 1;
  $var(n) = $shtinc(b=>$si);
  $sht(b=>$si) = $sht(a=>$si) + 1;
}
`,
      { only },
    );
    assertFindings(`${HEAD}request_route { $sht(a=>x) = 1 + $sht(a=>x); $sht(a=>x) = $(sht(a=>x){s.int}) + 1; }\n`, {
      only,
    });
    assertFindings(`${HEAD}request_route { $sht(a=>x) = $sht(a=>x) + ",next"; }\n`, { only });
  });

  it('is silent where a number is written first', () => {
    assertFindings(
      `${HEAD}
request_route {
  if ($sht(a=>x) == $null) $sht(a=>x) = 1;
  else $sht(a=>x) = $sht(a=>x) + 1;
}
`,
      { only },
    );
    const count = 'request_route { $sht(a=>x) = $sht(a=>x) + 1; }\n';
    assertFindings(whole(`${HEAD}route[X] { sht_setxi("a", "x", "0", "60"); }\n${count}`), { only });
    assertFindings(whole(`${HEAD}#!ifdef X\nroute[X] { $sht(a=>x) = 0; }\n#!endif\n${count}`), { only });
    assertFindings(
      whole(
        `loadmodule "pv.so"\nloadmodule "htable.so"\nmodparam("htable", "htable", "a=>dbtable=counters;")\n${count}`,
      ),
      { only },
    );
  });

  it('takes a number that is written further down for no first value', () => {
    assertFindings(
      `${HEAD}
request_route {
  if ($sht(a=>x) > 10) exit;
  if (method == "BYE") {
    $sht(a=>x) = $sht(a=>x) + 1;
                 ^^^^^^^^^^^^^^ htable-counter
    exit;
  }
  $sht(a=>x) = 0;
}
`,
      { only },
    );
    assertFindings(
      `${HEAD}
request_route {
  if ($sht(a=>x) != $null) $sht(a=>x) = $sht(a=>x) + 1;
  else $sht(a=>x) = 1;
  if ($sht(b=>x) == $null) exit;
}
`,
      { only },
    );
  });
});
