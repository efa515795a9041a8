import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['dmq-not-handled'];

describe('rule dmq-not-handled', () => {
  it('marks the loadmodule where nothing hands messages to the module', () => {
    assertFindings(
      `
loadmodule "dmq.so"
            ^^^^^^ dmq-not-handled
request_route {
  if (method == "KDMQ") exit;
}
`,
      { only },
    );
  });

  it('marks it where nothing runs the block that does', () => {
    const [finding] = assertFindings(
      `
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
            ^^^^^^ dmq-not-handled
request_route { exit; }
route[DMQ] { dmq_handle_message(); }
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
  });

  it('marks it where only another kind of block does', () => {
    assertFindings(
      `
loadmodule "dmq.so"
            ^^^^^^ dmq-not-handled
request_route { t_on_failure("F"); exit; }
failure_route[F] { route(BUS); }
route[BUS] { dmq_handle_message(); }
`,
      { only },
    );
  });

  it('is silent where something does, or may', () => {
    const head = 'loadmodule "sl"\nloadmodule "tm"\nloadmodule "dmq.so"\n';
    assertFindings(`${head}request_route { route(DMQ); }\nroute[DMQ] { dmq_handle_message("1"); }\n`, { only });
    assertFindings(`${head}request_route { dmq_process_message(); }\n`, { only });
    assertFindings(`${head}#!ifdef DMQ\nrequest_route { dmq_handle_message(); }\n#!endif\n`, { only });
    assertFindings(`${head}include_file "dmq-route.cfg"\nrequest_route { exit; }\n`, { only });
    assertFindings(whole(`${head}loadmodule "app_python3.so"\ncfgengine "python"\n`), { only });
  });
});
