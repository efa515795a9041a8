import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { needSharedFolder, skipUnless } from '../support/needs.ts';
import {
  analyseFile,
  describe as describeFinding,
  findingsOf,
  readManifest,
  readOptions,
  refusals,
  verdictOf,
  type CorpusFile,
} from './support/corpus.ts';

const STOCK = '/etc/kamailio/kamailio.cfg';

/** Configurations that pass `kamailio -c` and do not start, with why. */
const NOT_STARTING: Readonly<Record<string, string>> = {
  'files/kevinnguyenai+my-kamailio-lab/kamailio/archive/kamailio.cfg':
    'kamailio-basic.cfg:66 error undefined-route there is no route[DISPATCH]',
};

describe('configurations that Kamailio accepts', () => {
  let corpus = '';
  let roots: CorpusFile[] = [];

  before(function () {
    corpus = needSharedFolder(this, 'corpus');
    roots = readManifest(corpus).filter((file) => file.role === 'root' && verdictOf(file).class === 'accepted');
  });

  it('have no error', () => {
    assert.ok(roots.length > 0);
    const alarms: string[] = [];
    for (const root of roots) {
      const file = path.join(corpus, root.file);
      const errors = findingsOf(file, readOptions(corpus, root)).filter((finding) => finding.severity === 'error');
      for (const text of errors.map(describeFinding)) {
        if (NOT_STARTING[root.file] !== text) alarms.push(`${root.file}: ${text}`);
      }
    }
    assert.deepEqual(alarms, []);
  });

  it('have no error that kamailio -c would refuse, without exception', () => {
    const alarms = roots.flatMap((root) =>
      refusals(analyseFile(path.join(corpus, root.file), readOptions(corpus, root))).map(describeFinding),
    );
    assert.deepEqual(alarms, []);
  });

  it('have no error as files of their own either, where an include or a fragment', () => {
    const parts = readManifest(corpus).filter(
      (file) => file.role !== undefined && file.role !== 'root' && verdictOf(file).class === 'accepted',
    );
    const alarms = parts.flatMap((part) =>
      refusals(analyseFile(path.join(corpus, part.file), readOptions(corpus, part))).map(
        (finding) => `${part.file}: ${describeFinding(finding)}`,
      ),
    );
    assert.deepEqual(alarms, []);
  });
});

describe('the configuration that Debian installs', () => {
  it('has neither errors nor warnings', function () {
    skipUnless(this, existsSync(STOCK), STOCK);
    const findings = findingsOf(STOCK).filter(({ severity }) => severity === 'error' || severity === 'warning');
    assert.deepEqual(findings.map(describeFinding), []);
  });
});
