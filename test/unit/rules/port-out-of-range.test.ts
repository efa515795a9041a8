import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['port-out-of-range'];

describe('rule port-out-of-range', () => {
  it('marks sockets with a port above 65535', () => {
    const [finding] = assertFindings(
      `
listen=udp:127.0.0.1:70000
^^^^^^^^^^^^^^^^^^^^^^^^^^ port-out-of-range
listen=tcp:127.0.0.1:5060 advertise 192.0.2.1:65536
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ port-out-of-range
listen=tls:127.0.0.1:65535
listen=127.0.0.1
`,
      { only },
    );
    assert.match(finding?.message ?? '', /4464/);
  });
});
