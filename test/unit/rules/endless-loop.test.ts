import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['endless-loop'];
const MODULES = 'loadmodule "pv.so"\nloadmodule "xlog.so"\nloadmodule "textops.so"\nloadmodule "sqlops.so"\n';

describe('rule endless-loop', () => {
  it('marks conditions that nothing in the loop changes', () => {
    const [first, second] = assertFindings(
      `${MODULES}
request_route {
  $var(i) = 0;
  while ($var(i) < 3) {
         ^^^^^^^^^^^ endless-loop
    xlog("$var(i)\\n");
    $var(j) = $var(i) + 1;
    route(HELP);
  }
  while (1) append_hf("X: y\\r\\n");
         ^ endless-loop
  while ($var(row) < $dbr(ra=>rows) && $var(hit) == 0) {
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ endless-loop
    $avp(x) = $dbr(ra=>[$var(row),0]);
  }
}
route[HELP] { $var(k) = 1; }
`,
      { only },
    );
    assert.match(first?.message ?? '', /\$var\(i\)/);
    assert.match(second?.message ?? '', /leaves/);
  });

  it('leaves alone loops that something may end', () => {
    for (const loop of [
      'while ($var(i) < 3) { $var(i) = $var(i) + 1; }',
      'while ($var(i) < 3) { if ($rU == "a") break; }',
      'while ($var(i) < 3) { route(COUNT); }',
      'while ($var(i) < 3) { route(STOP); }',
      'while ($var(i) < 3) { sql_pvquery("ca", "select a from b", "$var(i)"); }',
      'while ($(avp(x)[$var(i)]) != $null) { xlog("x\\n"); }',
      'while ($avp(x) != $null) { $avp(x) = $null; }',
      'while (is_present_hf("X")) { remove_hf("X"); }',
      'while ($var(i) < $dbr(ra=>rows)) { sql_query("ca", "select a from b", "ra"); }',
      'while (0) { xlog("x\\n"); }',
      'while (1) { exit; }',
    ]) {
      assertFindings(
        `${MODULES}request_route { ${loop} }\nroute[COUNT] { $var(i) = $var(i) + 1; }\nroute[STOP] { if ($rU == "a") exit; }\n`,
        { only },
      );
    }
  });
});
