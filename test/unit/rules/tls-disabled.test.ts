import { assertFindings, whole } from '../support/fixture.ts';

const only = ['tls-disabled'];

describe('rule tls-disabled', () => {
  it('marks listens and the module where TLS is not switched on', () => {
    assertFindings(
      whole(`
listen=udp:127.0.0.1:5060
listen=tls:127.0.0.1:5061
^^^^^^^^^^^^^^^^^^^^^^^^^ tls-disabled
loadmodule "tls.so"
`),
      { only },
    );
    assertFindings(
      whole(`
enable_tls=no
loadmodule "tls.so"
            ^^^^^^ tls-disabled
`),
      { only },
    );
  });

  it('marks the switch where no module for it is loaded', () => {
    assertFindings(
      whole(`
enable_tls=yes
           ^^^ tls-disabled
listen=tls:127.0.0.1:5061
`),
      { only },
    );
  });

  it('is silent where all is there, or may be', () => {
    assertFindings(whole('enable_tls=yes\nlisten=tls:127.0.0.1:5061\nloadmodule "tls.so"\n'), { only });
    assertFindings(whole('disable_tls=no\nloadmodule "tls_wolfssl.so"\n'), { only, version: '6.0' });
    assertFindings(whole('enable_tls=TLS\nloadmodule "tls.so"\n'), { only });
    assertFindings(whole('#!ifdef TLS\nenable_tls=yes\n#!endif\nloadmodule "tls.so"\n'), { only });
    assertFindings(whole('include_file "tls.cfg"\nloadmodule "tls.so"\n'), { only });
    assertFindings('loadmodule "tls.so"\n', { only });
  });
});
