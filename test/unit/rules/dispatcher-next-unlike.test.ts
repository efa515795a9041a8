import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-next-unlike'];

/** A request that is selected for by a call, and fails over. */
function script(selection: string, next: string): string {
  return `
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
request_route {
  if (!${selection}
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  route(ANOTHER);
}
route[ANOTHER] {
  ${next}
    t_on_failure("NEXT");
    t_relay();
  }
}
`;
}

describe('rule dispatcher-next-unlike', () => {
  it('marks the next destination that goes elsewhere than the first', () => {
    const next = 'if (ds_next_domain()) {\n      ^^^^^^^^^^^^^^ dispatcher-next-unlike';
    for (const selection of ['ds_select_dst("1", "4")) exit;', 'ds_select_routes("1=4;2=8", "d")) exit;']) {
      const [finding] = assertFindings(script(selection, next), { only });
      assert.equal(finding?.severity, 'warning');
    }
    const other = 'if (ds_next_dst()) {\n      ^^^^^^^^^^^ dispatcher-next-unlike';
    const [soft] = assertFindings(script('ds_select_domain("1", "4")) exit;', other), { only });
    assert.equal(soft?.severity, 'information');
  });

  it('marks a selection that keeps one destination only', () => {
    const selection = 'ds_select_dst("1", "4", "1")) exit;\n                                ^ dispatcher-next-unlike';
    assertFindings(script(selection, 'if (ds_next_dst()) {'), { only });
  });

  it('says nothing where they fit, or the script sees to it', () => {
    assertFindings(script('ds_select_dst("1", "4", "2")) exit;', 'if (ds_next_dst()) {'), { only });
    assertFindings(script('ds_select_domain("1", "4")) exit;', 'if (ds_next_domain()) {'), { only });
    assertFindings(script('ds_select_dst("1", "4")) exit;', 'resetdsturi(); if (ds_next_domain()) {'), { only });
    assertFindings(script('ds_select_dst("1", "4")) exit;', 'if (ds_next_domain()) {\n    $du = $null;'), { only });
    assertFindings(script('ds_select_routes("1=4", "x")) exit;', 'if (ds_next_domain()) {'), { only });
  });
});
