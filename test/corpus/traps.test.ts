import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkList } from '../../server/src/dispatcher-list/checks/check.ts';
import { readDispatcherList } from '../../server/src/dispatcher-list/read-list.ts';
import { checkProgram } from '../../server/src/rules/check.ts';
import type { Finding } from '../../server/src/semantic/problem.ts';
import { SourceText } from '../../server/src/syntax/source-text.ts';
import { needSharedFolder } from '../support/needs.ts';
import { analyseFile, CORPUS_VERSION, describe as describeFinding } from './support/corpus.ts';

interface Trap {
  readonly id: string;
  readonly what: string;
  /** The deployed folder that the trap's folder stands for. */
  readonly root: string;
  readonly kamailioC: { readonly exit: number };
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Where the mistake can be shown as well; a number is a line of `file`. */
  readonly alsoLines: readonly (number | { readonly file: string; readonly line: number })[];
  /** Whether it is one of style, for which a hint is enough. */
  readonly soft?: boolean;
}

const LIST = 'dispatcher.list';

/** The traps that no rule finds. The list only gets shorter. */
const NOT_FOUND_YET: ReadonlySet<string> = new Set([
  'define-too-late',
  'define-unused',
  'ifdef-typo',
  'ifdef-without-bang',
]);

describe('traps', () => {
  let folder = '';
  let traps: Trap[] = [];

  before(function () {
    folder = needSharedFolder(this, 'traps');
    traps = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as Trap[];
  });

  /** What is found in a deployment: its configuration, and its list where it has one. */
  function read({ id, root }: Trap, side: 'trap' | 'clean'): Finding[] {
    const repository = path.join(folder, id);
    const analysis = analyseFile(path.join(repository, side, 'kamailio.cfg'), {
      repository,
      mapped: { [root]: side },
    });
    const findings = checkProgram(analysis);
    const file = path.join(repository, side, LIST);
    if (!existsSync(file)) return findings;
    const list = readDispatcherList(new SourceText(pathToFileURL(file).toString(), readFileSync(file, 'utf8')));
    return [...findings, ...checkList({ list, version: CORPUS_VERSION, configurations: [analysis] })];
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

  it('are found at their line, or at one that shows the mistake as well', () => {
    const missed = traps.filter((trap) => {
      const lines = [trap.line, ...trap.alsoLines].map((place) =>
        typeof place === 'number' ? `${trap.file}:${place}` : `${place.file}:${place.line}`,
      );
      return !read(trap, 'trap')
        .filter(({ severity }) => trap.soft === true || severity !== 'hint')
        .some((finding) => lines.includes(placeOf(finding)));
    });
    console.log(`      ${traps.length - missed.length} of ${traps.length} found at their place`);
    for (const { id, file, line, what } of missed) console.log(`      not found: ${id} (${file}:${line}): ${what}`);
    const unexpected = missed.map(({ id }) => id).filter((id) => !NOT_FOUND_YET.has(id));
    assert.deepEqual(unexpected, []);
  });
});

function placeOf({ range: { source, start } }: Finding): string {
  return `${path.basename(source.uri)}:${source.lineAt(start) + 1}`;
}
