import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['argument-not-variable'];

describe('rule argument-not-variable', () => {
  it('marks texts where a function takes a pseudo-variable', () => {
    const [first] = assertFindings(
      `
loadmodule "pv.so"
loadmodule "jansson.so"
loadmodule "http_client.so"
request_route {
  jansson_get("a.b", "$rb", "var(plan)");
                             ^^^^^^^^^ argument-not-variable
  http_client_query("http://192.0.2.1/", "answer");
                                          ^^^^^^ argument-not-variable
  if (not_empty("rU")) exit;
                 ^^ argument-not-variable
}
`,
      { only },
    );
    assert.equal(first?.replacement, '$var(plan)');
  });

  it('leaves variables alone, and functions that take names', () => {
    assertFindings(
      `
#!define PLAN "$var(plan)"
loadmodule "pv.so"
loadmodule "jansson.so"
loadmodule "statistics.so"
modparam("statistics", "variable", "calls")
request_route {
  jansson_get("a.b", "$rb", "$var(plan)");
  jansson_get("a.b", "$rb", PLAN);
  update_stat("calls", "+1");
}
`,
      { only },
    );
  });
});
