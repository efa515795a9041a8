import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['request-uri-part'];

describe('rule request-uri-part', () => {
  it('marks numbers where texts are taken', () => {
    const [finding] = assertFindings(
      `
request_route {
  $rU = 100;
        ^^^ request-uri-part
  $du = 0;
        ^ request-uri-part
  $rp = 5070;
}
`,
      { only },
    );
    assert.equal(finding?.replacement, '"100"');
  });

  it('marks texts that cannot stand there', () => {
    assertFindings(
      `
request_route {
  $rU = "alice@example.com";
         ^^^^^^^^^^^^^^^^^ request-uri-part
  $rd = "sip:example.com";
         ^^^^^^^^^^^^^^^ request-uri-part
  $rd = "example.com:5080";
         ^^^^^^^^^^^^^^^^ request-uri-part
  $rp = "sip";
         ^^^ request-uri-part
  $rp = "70000";
         ^^^^^ request-uri-part
  sethost("example.com:5080");
           ^^^^^^^^^^^^^^^^ request-uri-part
  setuser("sip:100");
           ^^^^^^^ request-uri-part
}
`,
      { only },
    );
  });

  it('leaves alone what can', () => {
    assertFindings(
      `
#!define HOST "example.com"
request_route {
  $rU = "100";
  $rU = "";
  $rd = HOST;
  $rd = "[::1]";
  $rp = "5070";
  $rU = $null;
  $rd = "PBX_HOST:PORT";
  $rU = "a" + $rU;
  $var(x) = 100;
  rewritehostport("example.com:5080");
}
`,
      { only },
    );
  });
});
