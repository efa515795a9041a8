import { assertFindings, whole } from '../support/fixture.ts';

const only = ['missing-event-route'];

describe('rule missing-event-route', () => {
  it('marks a module that has no block to hand its requests to', () => {
    assertFindings(
      `
loadmodule "sl.so"
loadmodule "xhttp.so"
            ^^^^^^^^ missing-event-route
loadmodule "nosip.so"
            ^^^^^^^^ missing-event-route
request_route { exit; }
`,
      { only },
    );
  });

  it('is silent where the block is there, or may be', () => {
    const load = 'loadmodule "xhttp.so"\n';
    assertFindings(whole(`${load}event_route[xhttp:request] { exit; }\n`), { only });
    assertFindings(whole(`${load}event_route["xhttp:request"] { exit; }\n`), { only });
    assertFindings(whole(`${load}modparam("xhttp", "event_callback", "ksr_xhttp_event")\n`), { only });
    assertFindings(whole(`${load}include_file "http.cfg"\n`), { only });
  });
});
