import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['tcp-disabled'];

describe('rule tcp-disabled', () => {
  it('marks the setting where a listen or a module needs TCP', () => {
    const [finding] = assertFindings(
      whole(`
disable_tcp=yes
            ^^^ tcp-disabled
listen=udp:127.0.0.1:5060
listen=tcp:127.0.0.1:5060
`),
      { only },
    );
    assert.equal(finding?.related?.length, 1);
    assertFindings(
      whole(`
disable_tcp=1
            ^ tcp-disabled
loadmodule "xhttp.so"
`),
      { only },
    );
  });

  it('marks the first module that needs TCP where all listens are for UDP', () => {
    assertFindings(
      whole(`
listen=udp:127.0.0.1:5060
listen=udp:127.0.0.1:5061
loadmodule "xhttp.so"
            ^^^^^^^^ tcp-disabled
`),
      { only },
    );
  });

  it('is silent where TCP is on, or nothing needs it', () => {
    assertFindings(whole('disable_tcp=no\nlisten=tcp:127.0.0.1:5060\n'), { only });
    assertFindings(whole('disable_tcp=yes\nlisten=udp:127.0.0.1:5060\n'), { only });
    assertFindings(whole('disable_tcp=DISABLED\nloadmodule "xhttp.so"\n'), { only });
    assertFindings(whole('listen=127.0.0.1:5060\nloadmodule "xhttp.so"\n'), { only });
    assertFindings(whole('loadmodule "xhttp.so"\n'), { only });
    assertFindings(
      whole('listen=udp:127.0.0.1:5060\n#!ifdef HTTP\nlisten=tcp:127.0.0.1:80\n#!endif\nloadmodule "xhttp.so"\n'),
      {
        only,
      },
    );
    assertFindings(whole('listen=udp:127.0.0.1:5060\nlisten=HTTP_LISTEN\nloadmodule "xhttp.so"\n'), { only });
  });
});
