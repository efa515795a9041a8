import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-condition'];

describe('rule duplicate-condition', () => {
  it('marks a condition that its chain has asked before', () => {
    const [finding] = assertFindings(
      `
request_route {
  if (is_method("INVITE")) exit;
  else if ($rU == "a") exit;
  else if (is_method( "INVITE" )) exit;
          ^^^^^^^^^^^^^^^^^^^^^^^ duplicate-condition
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.equal(finding.related?.length, 1);
  });

  it('says that both sides of a connective are the same', () => {
    const [finding] = assertFindings(
      `
request_route {
  if ($si == "10.0.0.1" || $si == "10.0.0.2" || ($si == "10.0.0.1")) exit;
                                                 ^^^^^^^^^^^^^^^^^ duplicate-condition
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'information');
  });

  it('leaves alone what may answer otherwise the second time', () => {
    assertFindings(
      `
request_route {
  if (ds_next_dst()) exit;
  else if (ds_next_dst()) exit;
  if ($var(x) == 1) exit;
  else if (route(CHANGE)) exit;
  else if ($var(x) == 1) exit;
  if ($rc == 1 && $rc == 1) exit;
  if ($RANDOM == 1 || $RANDOM == 1) exit;
  if (is_method("INVITE") && has_totag()) exit;
  if (is_method("INVITE")) exit;
}
`,
      { only },
    );
  });

  it('marks a repeated question to a function that changes something only when it says yes', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  if (ds_is_from_list(2)) {
    setflag(1);
  } else if (ds_is_from_list(1)) {
    setflag(2);
  } else if (ds_is_from_list(2)) {
            ^^^^^^^^^^^^^^^^^^^^ duplicate-condition
    setflag(3);
  }
}
`,
      { only },
    );
  });

  it('tells the parts of a define from each other', () => {
    assertFindings(
      `
#!define PEERS (src_ip == 192.0.2.1 || src_ip == 192.0.2.2)
#!define TWICE src_ip == 192.0.2.1 || src_ip == 192.0.2.1
#!define FIRST src_ip == 192.0.2.1
request_route {
  if (PEERS) setflag(1);
  if (TWICE) setflag(2);
      ^^^^^ duplicate-condition
  if (FIRST || FIRST) setflag(3);
               ^^^^^ duplicate-condition
}
`,
      { only },
    );
  });
});
