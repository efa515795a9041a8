import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-argument'];

describe('rule dispatcher-argument', () => {
  it('marks numbers that mean nothing', () => {
    const findings = assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  ds_select_dst("-1", "4");
                 ^^ dispatcher-argument
  ds_is_from_list("1", "8");
                        ^ dispatcher-argument
}
`,
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'warning'));
  });

  it('marks rules and modes of ds_select_routes() that it cannot read', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  ds_select_routes("1=4,2=8", "0");
                       ^^^^ dispatcher-argument
  ds_select_routes("1;2", "0");
                     ^^ dispatcher-argument
  ds_select_routes("1=4;2=8", "5");
                               ^ dispatcher-argument
  ds_select_routes("1=4;2=8;", "ruri");
}
`,
      { only },
    );
  });

  it('reads the rules that a variable holds', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  $var(rules) = "1=4; 2=8";
                     ^^^^ dispatcher-argument
  route(OUT);
}
route[OUT] {
  ds_select_routes("$var(rules)", "2");
}
`,
      { only },
    );
  });

  it('knows that a mode without the bit for protocols asks for the transport', () => {
    const text = (mode: string, marks: string, uri: string): string => `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
request_route {
  if (ds_is_from_list("1", "${mode}")) exit;
${marks}}
--- dispatcher.list
1 ${uri}
`;
    const marks = `${' '.repeat(28)}^ dispatcher-argument\n`;
    assertFindings(text('1', marks, 'sip:192.0.2.1:5060'), { only });
    assertFindings(text('1', '', 'sip:192.0.2.1:5060'), { only, version: '6.1' });
    assertFindings(text('1', '', 'sip:192.0.2.1;transport=udp'), { only });
    assertFindings(text('3', '', 'sip:192.0.2.1:5060'), { only });
  });

  it('leaves what is right, or known only when it runs', () => {
    const text = `
loadmodule "dispatcher.so"
request_route {
  ds_select_dst("$var(set)", "4", "0");
  ds_select_dst(1, 4);
  ds_is_from_list("-1", "7");
  ds_select_dst("{{ set }}", "4");
  ds_select_routes("$var(rules)", "2");
  ds_select_routes("1", "x");
}
`;
    assertFindings(text, { only });
    assertFindings('loadmodule "dispatcher.so"\nrequest_route { ds_is_from_list("1", "24"); }\n', {
      only,
      version: '6.1',
    });
  });
});
