import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KAMAILIO_VERSIONS, parseVersion } from '../../../../server/src/catalog/versions.ts';
import { CHOICES, choiceOf, describeSource, nameRelease } from '../../../../client/src/versions/describe-version.ts';
import { askInstalled, programCandidates, readRelease } from '../../../../client/src/versions/find-program.ts';
import { liveVersions } from '../../../../client/src/versions/live-versions.ts';
import type { ConnectionState, Part, ServerIdentity, ServerProfile } from '../../../../client/src/live/types.ts';

describe('the version in words', () => {
  it('says where it comes from', () => {
    assert.equal(
      describeSource('5.6', { kind: 'installed', program: '/usr/sbin/kamailio', release: '5.6.3' }),
      'from the installed Kamailio',
    );
    assert.equal(
      describeSource('6.0', { kind: 'live', server: 'sbc', release: '6.0.1' }),
      'from the connected server sbc',
    );
    assert.equal(describeSource('5.8', { kind: 'comment' }), 'from the comment in the file');
    assert.equal(nameRelease('6.2'), 'Kamailio, development version');
    assert.equal(nameRelease('5.8'), 'Kamailio 5.8');
  });

  it('says so where a release is older or newer than all that are known', () => {
    const source = { kind: 'installed', program: 'kamailio', release: '4.4.7' } as const;
    assert.equal(describeSource('5.5', source), 'from the installed Kamailio 4.4.7, as the nearest that is known');
  });

  it('offers every version of the catalogue', () => {
    assert.deepEqual([...CHOICES].map(parseVersion).sort(), [...KAMAILIO_VERSIONS]);
    assert.deepEqual([...KAMAILIO_VERSIONS].map(choiceOf).sort(), [...CHOICES].sort());
    const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../../package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { enum?: string[] }> } };
    };
    const setting = manifest.contributes.configuration.properties['kamailio.version'];
    assert.deepEqual(setting?.enum, ['auto', ...[...KAMAILIO_VERSIONS].map(choiceOf)]);
  });
});

describe('the installed Kamailio', () => {
  it('is looked for by whole paths only: on the PATH, then where systems have it', () => {
    assert.deepEqual(
      programCandidates('', `/opt/bin${path.delimiter}.${path.delimiter}bin${path.delimiter}/usr/sbin`),
      ['/opt/bin/kamailio', '/usr/sbin/kamailio', '/usr/local/sbin/kamailio', '/usr/local/kamailio/sbin/kamailio'],
    );
    assert.deepEqual(programCandidates(' /opt/k/kamailio ', '/usr/bin'), ['/opt/k/kamailio']);
    assert.deepEqual(programCandidates('./kamailio', '/usr/bin'), []);
  });

  it('is known by the first line that it prints', () => {
    assert.equal(readRelease('version: kamailio 5.6.3 (x86_64/linux) \nflags: USE_TCP\n'), '5.6.3');
    assert.equal(readRelease('version: kamailio 6.2.0-dev1 (x86_64/linux) 1a2b3c\n'), '6.2.0-dev1');
    assert.equal(readRelease('version: opensips 3.4.0\n'), undefined);
  });

  describe('as a program', () => {
    let folder: string;
    const write = (name: string, script: string): string => {
      const file = path.join(folder, name);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
      return file;
    };
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'kamailio-version-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('is asked with -v, the first that is there', async () => {
      const program = write('good', '[ "$1" = -v ] && [ $# = 1 ] && echo "version: kamailio 5.8.2 (x86_64/linux)"');
      assert.deepEqual(await askInstalled([path.join(folder, 'none'), program]), { program, release: '5.8.2' });
    });

    it('is taken for none where it fails, says something else or does not end', async () => {
      assert.equal(await askInstalled([write('failing', 'echo "version: kamailio 5.8.2"; exit 1')]), undefined);
      assert.equal(await askInstalled([write('other', 'echo hello')]), undefined);
      assert.equal(await askInstalled([write('endless', 'while :; do :; done')], 100), undefined);
      assert.equal(await askInstalled([]), undefined);
    });
  });
});

describe('the releases of connected servers', () => {
  const identity: ServerIdentity = { version: '5.6.3', description: 'kamailio 5.6.3', startedAt: 0 };
  const server = (name: string, kind: ConnectionState['kind'], part: Part<ServerIdentity>) => ({
    profile: { name, configuration: `/etc/${name}.cfg`, listFile: undefined } as ServerProfile,
    connection: { kind } as ConnectionState,
    parts: { identity: part } as never,
  });

  it('are those of servers that have answered, also while one fails', () => {
    const known: Part<ServerIdentity> = { kind: 'known', value: identity, at: 0 };
    const failed: Part<ServerIdentity> = { kind: 'failed', error: {} as never, last: { value: identity, at: 0 } };
    const found = liveVersions([
      server('idle', 'idle', known),
      server('new', 'connecting', { kind: 'unknown' }),
      server('live', 'live', known),
      server('failing', 'failing', failed),
    ]);
    assert.deepEqual(found, [
      { server: 'live', release: '5.6.3', configuration: '/etc/live.cfg', listFile: undefined },
      { server: 'failing', release: '5.6.3', configuration: '/etc/failing.cfg', listFile: undefined },
    ]);
  });
});
