import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkList } from '../../server/src/dispatcher-list/checks/check.ts';
import { formatList } from '../../server/src/dispatcher-list/format.ts';
import { readDispatcherList } from '../../server/src/dispatcher-list/read-list.ts';
import type { Analysis } from '../../server/src/semantic/analysis.ts';
import type { Finding } from '../../server/src/semantic/problem.ts';
import { SourceText } from '../../server/src/syntax/source-text.ts';
import { needSharedFolder } from '../support/needs.ts';
import { applyEdits, shapeOf } from '../unit/dispatcher-list/support/lists.ts';
import { analyseFile, CORPUS_VERSION, readManifest } from './support/corpus.ts';

/** Lists of the corpus that do have something wrong, with what. */
const FAULTY: Readonly<Record<string, readonly string[]>> = {
  // A heading and dots that are no comments: Kamailio takes them for destinations of set 0.
  'files/altanai+kamailioexamples/Loadbalancer_SIP_proxy/dispatcher.list': ['1 list-set-id', '3 list-set-id'],
  // A place to be filled in, between angle brackets: it resolves nowhere.
  'files/sboily+wazo-kamailio/kamailio/dispatcher.list': ['3 list-uri'],
};

/** What `kamcmd dispatcher.list` printed, saved as a list: no line of it is one. */
const NO_LIST = 'files/kevinnguyenai+my-kamailio-lab/kamailio/dispatcher.list';

interface Trap {
  readonly id: string;
  readonly root: string;
  readonly file: string;
  readonly line: number;
  readonly alsoLines: readonly (number | { readonly file: string; readonly line: number })[];
}

const LIST = 'dispatcher.list';

function check(file: string, configurations: readonly Analysis[]): Finding[] {
  const source = new SourceText(pathToFileURL(file).toString(), readFileSync(file, 'utf8'));
  return checkList({ list: readDispatcherList(source), version: CORPUS_VERSION, configurations });
}

function isAlarm({ severity }: Finding): boolean {
  return severity === 'error' || severity === 'warning';
}

/** The line, counted from 1, and the code. */
function describeFinding({ range, code }: Finding): string {
  return `${range.source.lineAt(range.start) + 1} ${code}`;
}

describe('lists of destinations from public repositories', () => {
  let corpus = '';
  let lists: string[] = [];

  before(function () {
    corpus = needSharedFolder(this, 'corpus');
    lists = readManifest(corpus).flatMap(({ kind, file }) => (kind === 'dispatcher-list' ? [file] : []));
  });

  it('have no errors and no warnings but those that are true', () => {
    assert.ok(lists.length > 20);
    for (const list of lists) {
      if (list === NO_LIST) continue;
      const alarms = check(path.join(corpus, list), []).filter(isAlarm);
      assert.deepEqual(alarms.map(describeFinding), FAULTY[list] ?? [], list);
    }
  });

  it('are told from a saved answer of kamcmd', () => {
    const alarms = check(path.join(corpus, NO_LIST), []).filter(isAlarm);
    const lines = readFileSync(path.join(corpus, NO_LIST), 'utf8').trim().split('\n').length;
    assert.equal(alarms.filter(({ code }) => code === 'list-set-id').length, lines);
  });

  it('say the same after formatting', () => {
    for (const list of lists) {
      const text = readFileSync(path.join(corpus, list), 'utf8');
      const source = new SourceText('file:///list', text);
      const formatted = applyEdits(text, formatList(readDispatcherList(source)));
      assert.deepEqual(shapeOf(formatted), shapeOf(text), list);
    }
  });
});

describe('traps with a list of destinations', () => {
  let folder = '';
  let traps: Trap[] = [];

  before(function () {
    folder = needSharedFolder(this, 'traps');
    traps = (JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as Trap[]).filter(({ id }) =>
      existsSync(path.join(folder, id, 'clean', LIST)),
    );
  });

  function read({ id, root }: Trap, side: 'trap' | 'clean'): Finding[] {
    const repository = path.join(folder, id);
    const file = path.join(repository, side, LIST);
    if (!existsSync(file)) return [];
    const configuration = path.join(repository, side, 'kamailio.cfg');
    return check(file, [analyseFile(configuration, { repository, mapped: { [root]: side } })]).filter(isAlarm);
  }

  it('have clean twins without an error or a warning', () => {
    assert.ok(traps.length > 30);
    const alarms = traps.flatMap((trap) => read(trap, 'clean').map((found) => `${trap.id}: ${describeFinding(found)}`));
    assert.deepEqual(alarms, []);
  });

  it('are found at their line where the list is at fault', () => {
    const inList = traps.filter(({ file }) => file === LIST);
    assert.ok(inList.length >= 9);
    const missed = inList.filter((trap) => {
      const lines = [trap.line, ...trap.alsoLines.filter((line) => typeof line === 'number')];
      return !read(trap, 'trap').some(({ range }) => lines.includes(range.source.lineAt(range.start) + 1));
    });
    assert.deepEqual(
      missed.map(({ id }) => id),
      [],
    );
  });

  it('have nothing in the list where the configuration is at fault', () => {
    const alarms = traps
      .filter(({ file }) => file !== LIST)
      .flatMap((trap) => read(trap, 'trap').map((found) => `${trap.id}: ${describeFinding(found)}`));
    assert.deepEqual(alarms, []);
  });
});
