import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['misspelt-method'];

describe('rule misspelt-method', () => {
  it('warns of a single name that is nearly a method', () => {
    const [finding] = assertFindings(
      `
loadmodule "textops.so"
request_route {
  if (is_method("INVTE")) exit;
                 ^^^^^ misspelt-method
  if (is_method("invite") || is_method("PING") || is_method("SERVICE")) exit;
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.equal(finding.replacement, 'INVITE');
  });

  it('reports lists that Kamailio refuses', () => {
    const found = assertFindings(
      `
loadmodule "textops.so"
request_route {
  if (is_method("INVITE|BTE|ACK")) exit;
                        ^^^ misspelt-method
  if (is_method("PING|OPTIONS")) exit;
                 ^^^^ misspelt-method
  if (is_method("INVITE ACK")) exit;
                 ^^^^^^^^^^ misspelt-method
  if (is_method("|ACK")) exit;
                 ^^^^ misspelt-method
  if (is_method("INVITE | ACK|bye|")) exit;
}
`,
      { only },
    );
    assert.deepEqual(new Set(found.map(({ severity }) => severity)), new Set(['error']));
  });

  it('looks at comparisons of the method', () => {
    assertFindings(
      `
loadmodule "pv.so"
request_route {
  if ($rm == "INVTE" || method == "REGISTR" || method == SUSCRIBE) exit;
              ^^^^^ misspelt-method
                                   ^^^^^^^ misspelt-method
                                                         ^^^^^^^^ misspelt-method
  if ($rm =~ "^(INVITE|UPDTE)$" || $rm =~ "INV" || $rm =~ "^IN.*E") exit;
                       ^^^^^ misspelt-method
  switch ($rm) {
    case "INVITE": exit;
    case "OPTION": exit;
          ^^^^^^ misspelt-method
  }
  $uac_req(method) = "OPTOINS";
                      ^^^^^^^ misspelt-method
}
`,
      { only },
    );
  });

  it('is silent where the value is not known', () => {
    assertFindings(
      `
#!defenv METHODS
loadmodule "textops.so"
request_route {
  if (is_method(METHODS) || is_method("{{ methods }}")) exit;
}
`,
      { only },
    );
  });
});
