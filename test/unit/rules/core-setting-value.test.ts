import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['core-setting-value'];

describe('rule core-setting-value', () => {
  it('marks a value of the wrong kind', () => {
    const findings = assertFindings(
      `
debug="3"
      ^^^ core-setting-value
log_prefix=5
           ^ core-setting-value
children=-1
         ^^ core-setting-value
log_facility="LOG_LOCAL0"
             ^^^^^^^^^^^^ core-setting-value
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /takes a number/);
  });

  it('marks a word that the setting does not know', () => {
    assertFindings(
      `
log_facility=LOG_LOCAL0
log_facility=LOG_LOCAL9
             ^^^^^^^^^^ core-setting-value
`,
      { only },
    );
  });

  it('takes what the grammar takes, and what the environment gives', () => {
    assertFindings(
      `
#!defenv LEVEL
debug=-3
debug=LEVEL
fork=no
user=kamailio
user="kamailio"
listen=udp:127.0.0.1:5060
alias="example.com"
tos=IPTOS_LOWDELAY
udp_mtu_try_proto=TCP
`,
      { only },
    );
  });

  it('leaves names alone that a file out of reach may define', () => {
    assertFindings(
      `
include_file "defines.cfg"
debug=LOG_LEVEL
debug=much
      ^^^^ core-setting-value
`,
      { only },
    );
  });
});
