import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undeclared-mqueue'];
const HEAD = `loadmodule "pv.so"
loadmodule "mqueue.so"
modparam("mqueue", "mqueue", "name=calls;size=10")
`;

describe('rule undeclared-mqueue', () => {
  it('marks queues that are not defined', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  mq_add("call", "a", "b");
          ^^^^ undeclared-mqueue
  while (mq_fetch("calls")) {
    $var(x) = $mqk(calls) + $mqv(events);
                                 ^^^^^^ undeclared-mqueue
  }
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'calls');
  });

  it('is silent where one may be defined', () => {
    const use = 'request_route { mq_add("b", "a", "b"); mq_add("$var(q)", "a", "b"); }\n';
    assertFindings(`${HEAD}modparam("mqueue", "mqueue", QUEUE)\n${use}`, { only });
    assertFindings(`${HEAD}#!ifdef B\nmodparam("mqueue", "mqueue", "name=b")\n#!endif\n${use}`, { only });
    assertFindings(`${HEAD}include_file "queues.cfg"\n${use}`, { only });
  });
});
