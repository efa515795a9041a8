import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['function-argument'];

describe('rule function-argument', () => {
  it('marks what a function of the core does not take', () => {
    const findings = assertFindings(
      `
request_route {
  strip("2");
        ^^^ function-argument
  prefix(1);
         ^ function-argument
  log("1", "a");
      ^^^ function-argument
  udp_mtu_try_proto("TCP");
                    ^^^^^ function-argument
  log(-1, "a");
      ^^ function-argument
}
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /must be a number/);
    assert.match(findings[1]?.message ?? '', /must be a string/);
  });

  it('marks a comma that nothing stands before, which only functions of modules survive', () => {
    const findings = assertFindings(
      `loadmodule "xlog.so"
request_route {
  log(, "a");
      ^ function-argument
  xlog(, "a");
       ^ function-argument
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['error', 'warning'],
    );
  });

  it('takes what the grammar takes', () => {
    assertFindings(
      `
#!defenv DIGITS
request_route {
  strip(2);
  strip(DIGITS);
  remove_branch(-1);
  log(1, "a");
  forward(example.com, 5060);
  forward(10.0.0.1);
  forward(uri:host, uri:port);
  setflag(3);
  route($var(x));
}
`,
      { only },
    );
  });
});
