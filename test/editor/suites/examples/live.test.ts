import { CountingServer } from '../../extension-host/counting-server.ts';
import { eventually, openFile } from '../../extension-host/editor.ts';

describe('a server in the settings of a trusted workspace', () => {
  it('is connected to when the user asks for it', async () => {
    await openFile('sbc/kamailio.cfg');
    const server = await CountingServer.open();
    try {
      await server.offer();
      await eventually(() => server.connections > 0);
    } finally {
      await server.close();
    }
  });
});
