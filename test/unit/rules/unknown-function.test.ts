import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-function'];

describe('rule unknown-function', () => {
  it('marks a misspelt function of a loaded module', () => {
    const [finding] = assertFindings(
      `
loadmodule "sl"
request_route {
  sl_send_replay("404", "Not here");
  ^^^^^^^^^^^^^^ unknown-function
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'sl_send_reply');
  });

  it('names the module that is not loaded', () => {
    const [finding] = assertFindings(
      `
request_route {
  if (!ds_select_dst("1", "4")) exit;
       ^^^^^^^^^^^^^ unknown-function
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /module 'dispatcher', which is not loaded/);
  });

  it('knows the order: what is loaded below is not there yet', () => {
    const [finding] = assertFindings(
      `
request_route {
  t_relay();
  ^^^^^^^ unknown-function
}
loadmodule "tm"
`,
      { only },
    );
    assert.match(finding?.message ?? '', /further down/);
    assert.equal(finding?.related?.length, 1);
  });

  it('says since when a function exists', () => {
    const text = `
loadmodule "tm"
request_route {
  t_next_contact_flows();
}
`;
    const [finding] = assertFindings(
      text.replace('contact_flows();', 'contact_flows();\n  ^^^^^^^^^^^^^^^^^^^^ unknown-function'),
      { only },
    );
    assert.match(finding?.message ?? '', /did you mean 't_next_contact_flow'/);
  });

  it('takes no keyword of the language for a function', () => {
    assertFindings(
      `
request_route {
  listen("udp:127.0.0.1:5060");
  ^^^^^^ unknown-function
}
`,
      { only },
    );
  });

  it('is silent where a module or a file is out of reach', () => {
    assertFindings(`include_file "modules.cfg"\nrequest_route { t_relay(); nosuch(); }\n`, { only });
    assertFindings(`loadmodule "billing"\nrequest_route { charge(); }\n`, { only });
    assertFindings(`#!defenv MODULE\nloadmodule MODULE\nrequest_route { charge(); t_relay(); }\n`, { only });
  });
});
