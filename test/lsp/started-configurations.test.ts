import assert from 'node:assert/strict';
import type { CustomRequests, IncludedFilesParams } from '../../server/src/lsp/messages.ts';
import { MemoryFiles, uriOf } from '../unit/support/memory-files.ts';
import { EDITOR_CAPABILITIES, startInProcess } from './support/client.ts';

type Answer = CustomRequests['kamailio/startedConfigurations']['result'];

const ROOT = '/project/kamailio.cfg';
const PART = '/project/part.inc';
const MAPPED = '/project/deployed/tls.cfg';

describe('how Kamailio would be started', () => {
  it('is told for a file by its root, with defines, version, files and inclusions', async () => {
    const contents = {
      [ROOT]: `#!KAMAILIO
# kamailio-version: 5.8
include_file "part.inc"
#!ifdef WITH_TLS
include_file "/etc/kamailio/tls.cfg"
#!else
include_file "plain.cfg"
#!endif
request_route { exit; }
`,
      [PART]: 'route[PART] { exit; }\n',
      [MAPPED]: 'route[TLS] { exit; }\n',
      '/project/alone.inc': 'route[ALONE] { exit; }\n',
    };
    const client = startInProcess(new MemoryFiles(contents), () => Promise.resolve([uriOf(ROOT)]));
    try {
      const settings = { defines: ['WITH_TLS'], pathMappings: { '/etc/kamailio': 'deployed' } };
      await client.initialise({ folders: [uriOf('/project')], settings, capabilities: EDITOR_CAPABILITIES });
      await client.open(uriOf(PART), contents[PART]);
      // The root is known once it has been looked for.
      await client.message<IncludedFilesParams>('kamailio/includedFiles', ({ uris }) => uris.includes(uriOf(PART)));
      const ask = (file: string): Promise<Answer> =>
        client.request('kamailio/startedConfigurations', { uri: uriOf(file) });
      const root = uriOf(ROOT);
      assert.deepEqual((await ask(PART)).configurations, [
        {
          root,
          files: [root, uriOf(PART), uriOf(MAPPED)],
          defines: ['WITH_TLS'],
          kamailioVersion: '5.8',
          versionSource: { kind: 'comment' },
          inclusions: [
            { path: 'part.inc', from: root, file: uriOf(PART), isDirect: true },
            { path: '/etc/kamailio/tls.cfg', from: root, file: uriOf(MAPPED), isDirect: false },
          ],
        },
      ]);
      assert.deepEqual((await ask('/project/alone.inc')).configurations, []);
    } finally {
      await client.stop();
    }
  });
});
