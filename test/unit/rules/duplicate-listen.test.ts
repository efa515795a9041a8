import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-listen'];

describe('rule duplicate-listen', () => {
  it('marks the second of two equal sockets', () => {
    assertFindings(
      `
#!define ADDRESS 127.0.0.1
listen=udp:127.0.0.1:5060
listen=UDP:ADDRESS:5060 advertise 192.0.2.1:5060
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ duplicate-listen
`,
      { only },
    );
  });

  it('knows the port that is left out', () => {
    const text = 'listen=udp:127.0.0.1:5060\nlisten=udp:127.0.0.1\n';
    assertFindings(`${text}${'^'.repeat(20)} duplicate-listen\n`, { only });
    assertFindings(`port=5070\n${text}`, { only });
  });

  it('is silent about what differs, or is not known', () => {
    assertFindings(
      `#!substdef "!A4!tcp:HERE-HERE:80!g"
#!substdef "!B4!tls:HERE-HERE:443!g"
listen=A4
listen=B4
listen=udp:127.0.0.1:5060
listen=tcp:127.0.0.1:5060
listen=udp:127.0.0.1:5061
listen=udp:127.0.0.2:5060
listen=udp:127.0.0.3
listen=SOMETHING
listen=udp:<address>:5060
listen=udp:<address>:5061
`,
      { only },
    );
  });
});
