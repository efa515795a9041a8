import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../server/src/semantic/problem.ts';
import { needSharedFolder } from '../support/needs.ts';
import { describe as describeFinding, findingsOf } from './support/corpus.ts';

interface Trap {
  readonly id: string;
  /** The deployed folder that the trap's folder stands for. */
  readonly root: string;
  readonly kamailioC: { readonly exit: number };
}

describe('traps', () => {
  let folder = '';
  let traps: Trap[] = [];

  before(function () {
    folder = needSharedFolder(this, 'traps');
    traps = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as Trap[];
  });

  function read({ id, root }: Trap, side: 'trap' | 'clean'): Finding[] {
    const repository = path.join(folder, id);
    return findingsOf(path.join(repository, side, 'kamailio.cfg'), { repository, mapped: { [root]: side } });
  }

  it('have clean twins without an error or a warning', () => {
    const alarms = traps.flatMap((trap) =>
      read(trap, 'clean')
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map((finding) => `${trap.id}: ${describeFinding(finding)}`),
    );
    assert.deepEqual(alarms, []);
  });

  it('have an error where Kamailio refuses them', () => {
    const refused = traps.filter((trap) => trap.kamailioC.exit !== 0);
    const missed = refused.filter((trap) => !read(trap, 'trap').some(({ severity }) => severity === 'error'));
    console.log(`      ${refused.length - missed.length} of ${refused.length} refused by kamailio -c`);
    assert.deepEqual(
      missed.map((trap) => trap.id),
      [],
    );
  });
});
