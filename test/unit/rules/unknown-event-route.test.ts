import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['unknown-event-route'];

describe('rule unknown-event-route', () => {
  it('marks misspelt events, and suggests those of loaded modules', () => {
    const findings = assertFindings(
      whole(`
loadmodule "dispatcher.so"
loadmodule "htable.so"
event_route[dispatcher:dest-down] { exit; }
            ^^^^^^^^^^^^^^^^^^^^ unknown-event-route
event_route[htable:expire:ipban] { exit; }
            ^^^^^^^^^^^^^^^^^^^ unknown-event-route
event_route[a:nothing] { exit; }
            ^^^^^^^^^ unknown-event-route
event_route[dispatcher:dst-down] { exit; }
event_route[htable:expired:ipban] { exit; }
event_route[core:worker-one-init] { exit; }
`),
      { only },
    );
    assert.equal(findings[0]?.replacement, 'dispatcher:dst-down');
    assert.equal(findings[1]?.replacement, 'htable:expired:ipban');
    assert.equal(findings[2]?.replacement, undefined);
  });

  it('marks events of modules that are not loaded', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "tm.so"
event_route[htable:mod-init] { exit; }
            ^^^^^^^^^^^^^^^ unknown-event-route
`),
      { only },
    );
    assert.match(finding?.message ?? '', /of module 'htable', which is not loaded/);
  });

  it('knows which version has an event', () => {
    const text = 'loadmodule "htable.so"\nevent_route[htable:reloaded:a] { exit; }\n';
    assertFindings(whole(text), { only, version: '6.2' });
    assertFindings(whole(`${text}            ^^^^^^^^^^^^^^^^^ unknown-event-route\n`), { only, version: '5.6' });
  });

  it('is silent where somebody may run the block', () => {
    const block = 'event_route[billing:done] { exit; }\n';
    assertFindings(whole(`loadmodule "billing.so"\n${block}`), { only });
    assertFindings(whole(`loadmodule "evrexec.so"\n${block}`), { only });
    assertFindings(whole(`include_file "modules.cfg"\n${block}`), { only });
    assertFindings(whole('#!ifdef HTTP\nloadmodule "xhttp.so"\n#!endif\nevent_route[xhttp:request] { exit; }\n'), {
      only,
    });
    assertFindings(whole('loadmodule "tm.so"\nevent_route[tm:branch-failure:next] { exit; }\n'), { only });
  });
});
