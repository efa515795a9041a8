import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { mergeTexts } from '../../../server/src/catalog/merge-texts.ts';
import type { MergedFile } from '../../../server/src/catalog/merge-texts.ts';
import { faultsOf, findDuplicates, placeTexts } from '../../../tools/catalogue/text-quality.ts';
import type { PlacedText } from '../../../tools/catalogue/text-quality.ts';
import { FACTS, TEXTS } from './repository.ts';

function readJson(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
}

/** Names of the JSON files of a folder, without their ending. */
function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.basename(name, '.json'));
}

const OWNERS = ['core', ...namesIn(path.join(FACTS, 'modules'))];
const EXPLAINED = namesIn(TEXTS);

function merge(owner: string): MergedFile {
  const facts = readJson(path.join(FACTS, owner === 'core' ? 'core.json' : `modules/${owner}.json`));
  return mergeTexts(facts, EXPLAINED.includes(owner) ? readJson(path.join(TEXTS, `${owner}.json`)) : {});
}

function locate({ file, kind, name }: PlacedText): string {
  return `${file} ${kind} ${name}`;
}

/** A text as it could stand in `module.json`. */
function place(text: string, kind = 'parameters', name = 'ping_interval'): PlacedText {
  return { file: 'module.json', kind, name, text };
}

describe('the texts of the catalogue', () => {
  const merged = OWNERS.map((owner) => ({ owner, ...merge(owner) }));
  const texts = EXPLAINED.flatMap((owner) => placeTexts(`${owner}.json`, readJson(path.join(TEXTS, `${owner}.json`))));

  it('explain every module, and every item of every version', () => {
    // The facts hold the items of all versions with their lifespans, so what one version lacks shows here as well.
    const missing = merged.flatMap((module) => module.missing.map((item) => `${module.owner}: ${item}`));
    assert.deepEqual(missing, []);
    const silent = merged.filter(({ owner, file }) => owner !== 'core' && typeof file.text !== 'string');
    assert.deepEqual(
      silent.map(({ owner }) => owner),
      [],
    );
    assert(texts.length > 6000);
  });

  it('explain nothing that Kamailio does not have', () => {
    assert.deepEqual(
      EXPLAINED.filter((owner) => !OWNERS.includes(owner)),
      [],
    );
    assert.deepEqual(
      merged.flatMap((module) => module.orphans.map((item) => `${module.owner}: ${item}`)),
      [],
    );
  });

  it('are sentences that say more than the name, and carry nothing like a secret', () => {
    assert.deepEqual(
      texts.flatMap((placed) => faultsOf(placed).map((fault) => `${locate(placed)} ${fault}`)),
      [],
    );
  });

  it('are each different from all others', () => {
    assert.deepEqual(
      findDuplicates(texts).map((places) => places.map(locate).join(', ')),
      [],
    );
  });

  it('are told from each other by kind and name', () => {
    const facts = { functions: [{ name: 'f' }], transformations: [{ name: 't', operations: [{ name: 'o' }] }] };
    const { file, orphans, missing } = mergeTexts(facts, {
      functions: { f: 'Does.' },
      transformations: { 't.o': 'Turns.' },
      parameters: { f: 'Sets.' },
    });
    assert.deepEqual(file, {
      functions: [{ name: 'f', text: 'Does.' }],
      transformations: [{ name: 't', operations: [{ name: 'o', text: 'Turns.' }] }],
    });
    assert.deepEqual(orphans, ['parameters f']);
    assert.deepEqual(missing, ['transformations t']);
  });
});

describe('the texts of arguments', () => {
  it('are taken from the function, else from what holds for all functions of the module', () => {
    const facts = {
      functions: [
        { name: 'f', parameters: [{ name: 'set' }, { name: 'mode' }] },
        { name: 'g', parameters: [{ name: 'set' }], history: [{ from: '5.5', parameters: [{ name: 'set' }] }] },
      ],
    };
    const { file, orphans } = mergeTexts(facts, {
      arguments: { '*': { set: 'Which one.', none: 'Nobody.' }, f: { set: 'Its own.', other: 'Nowhere.' } },
    });
    assert.deepEqual(file.functions, [
      { name: 'f', parameters: [{ name: 'set', text: 'Its own.' }, { name: 'mode' }] },
      {
        name: 'g',
        parameters: [{ name: 'set', text: 'Which one.' }],
        history: [{ from: '5.5', parameters: [{ name: 'set', text: 'Which one.' }] }],
      },
    ]);
    assert.deepEqual(orphans, ['arguments * none', 'arguments f other']);
  });
});

describe('the judgement of a text', () => {
  it('lets a plain sentence pass', () => {
    assert.deepEqual(faultsOf(place('Seconds between two pings of a client, 30 by default; 0 sends none.')), []);
  });

  it('names what is too short, unfinished or begun in the middle', () => {
    assert.deepEqual(faultsOf(place('Seconds without any contact.')), ['is shorter than a sentence']);
    assert.deepEqual(faultsOf(place('Seconds that lie between two pings of a client')), [
      'does not end as a sentence does',
    ]);
    assert.deepEqual(faultsOf(place('seconds that lie between two pings of a client.')), [
      'does not begin as a sentence does',
    ]);
    assert.deepEqual(faultsOf(place('Seconds that lie between two pings of a client.\n\n```kamailio\nexit;')), [
      'does not end as a sentence does',
      'has a code block that does not end',
    ]);
  });

  it('sees through a name that is only written out', () => {
    assert.deepEqual(faultsOf(place('Sets the value of the ping interval parameter.')), ['only restates the name']);
  });

  it('finds what a scan for secrets would find', () => {
    const sentence = 'Address of the database where contacts of all users are kept';
    const assumed = ['mysql', '://kamailio:', 'kamailiorw', '@localhost/kamailio'].join('');
    for (const [text, isSecret] of [
      [assumed, true],
      ['mysql://kamailio:secret@localhost/kamailio', false],
      ['mysql://kamailio:$env(DB_WORD)@localhost/kamailio', false],
      ['mysql://localhost/kamailio', false],
      ['0123456789abcdef'.repeat(2), true],
      [['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '), true],
    ] as const)
      assert.deepEqual(
        faultsOf(place(`${sentence}: ${text}.`)),
        isSecret ? ['looks as if it carried a secret'] : [],
        text,
      );
  });

  it('finds the same words at two places, whatever stands between them', () => {
    const first = place('Table of the users, with `id` first.');
    const second = place('Table of the users: with "id" first!', 'functions', 'other');
    assert.deepEqual(findDuplicates([first, place('Table of the groups.'), second]), [[first, second]]);
  });

  it('looks at the texts of arguments as well', () => {
    const placed = placeTexts('module.json', { module: 'Pings.', arguments: { ping: { uri: 'Where to.' } } });
    assert.deepEqual(placed.map(locate), ['module.json module module', 'module.json arguments ping uri']);
  });
});
