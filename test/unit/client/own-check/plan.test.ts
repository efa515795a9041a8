import assert from 'node:assert/strict';
import {
  checkArguments,
  explainObstacle,
  explainOtherVersion,
  filesToCopy,
  type Configuration,
} from '../../../../client/src/own-check/plan.ts';

const ROOT = '/srv/sip/kamailio.cfg';

function configuration(
  inclusions: readonly (readonly [from: string, path: string, file: string | undefined, isDirect?: boolean])[],
  more: Partial<Configuration> = {},
): Configuration {
  return {
    root: ROOT,
    files: [ROOT],
    defines: [],
    writtenFor: undefined,
    inclusions: inclusions.map(([from, path, file, isDirect = true]) => ({ from, path, file, isDirect })),
    ...more,
  };
}

describe('how Kamailio is started for a check', () => {
  it('passes defines, and asks for all errors from 5.7 on', () => {
    const options = (release: string) => checkArguments(release, ROOT, ['WITH_TLS', 'PORT=5060']);
    const before = ['-c', '-A', 'WITH_TLS', '-A', 'PORT=5060', '-f', ROOT];
    const since = ['-c', '--all-errors', ...before.slice(1)];
    for (const release of ['5.5.0', '5.6.3']) assert.deepEqual(options(release), before);
    for (const release of ['5.7.0', '5.10.1', '6.0.2', '6.2.0-dev1']) assert.deepEqual(options(release), since);
  });

  it('is left alone where it would read something else than what is deployed', () => {
    assert.equal(explainObstacle(configuration([[ROOT, 'a.inc', '/srv/sip/a.inc']])), undefined);
    // A file that is nowhere is a mistake that Kamailio tells of.
    assert.equal(explainObstacle(configuration([[ROOT, 'a.inc', undefined, false]])), undefined);
    assert.equal(
      explainObstacle(configuration([[ROOT, '/etc/kamailio/a.inc', '/srv/sip/a.inc', false]])),
      'it includes /etc/kamailio/a.inc, which is not there on this machine',
    );
    assert.equal(explainObstacle(configuration([], { root: '/srv/kamailio.cfg.tpl' })), 'it is a template');
  });

  it('is left alone where another version is installed than somebody has named', () => {
    const written = (writtenFor: string | undefined) => configuration([], { writtenFor });
    assert.equal(explainOtherVersion(written(undefined), '5.6.3'), undefined);
    assert.equal(explainOtherVersion(written('5.6'), '5.6.3'), undefined);
    assert.equal(
      explainOtherVersion(written('6.1'), '5.6.3'),
      'it is written for Kamailio 6.1, and 5.6.3 is installed',
    );
  });

  it('copies what relative paths include, over several files', () => {
    const include = (from: string, path: string, file: string) => [from, path, file] as const;
    const found = filesToCopy(
      configuration([
        include(ROOT, 'inc/a.inc', '/srv/sip/inc/a.inc'),
        include('/srv/sip/inc/a.inc', '../../common/b.inc', '/srv/common/b.inc'),
        include(ROOT, '/opt/whole.inc', '/opt/whole.inc'),
        include('/opt/whole.inc', 'beside.inc', '/opt/beside.inc'),
        [ROOT, 'missing.inc', undefined],
      ]),
    );
    assert.deepEqual(found, [ROOT, '/srv/sip/inc/a.inc', '/srv/common/b.inc']);
  });
});
