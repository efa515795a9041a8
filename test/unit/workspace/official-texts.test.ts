import assert from 'node:assert/strict';
import { describeOfficial } from '../../../server/src/features/official-text.ts';
import { OfficialTexts } from '../../../server/src/workspace/official-texts.ts';
import { MemoryFiles, uriOf } from '../support/memory-files.ts';

const README = '2. Parameters\n\n2.1. tariff (int)\n\n   The tariff_of *all*.\n';
const DOCBOOK = '<section id="acme.p.tariff"><title>tariff</title><para>From DocBook.</para></section>\n';
const TARIFF = { module: 'acme', kind: 'parameter', name: 'tariff', anchor: 'acme.p.tariff' } as const;

function find(files: Readonly<Record<string, string>>, item: Parameters<OfficialTexts['find']>[1] = TARIFF): string {
  const found = new OfficialTexts(new MemoryFiles(files)).find(uriOf('/k'), item);
  return found ? describeOfficial(found) : 'nothing';
}

describe("Kamailio's own texts", () => {
  it('are found in a source tree, in its modules, and in installed documentation', () => {
    for (const file of [
      'src/modules/acme/README',
      'modules/acme/README',
      'acme/README',
      'modules/README.acme',
      'README.acme',
    ]) {
      assert.match(find({ [`/k/${file}`]: README }), /> The tariff\\_of \\\*all\\\*\./, file);
    }
  });

  it('are found in DocBook where no README was built', () => {
    assert.match(find({ '/k/src/modules/acme/doc/acme_admin.xml': DOCBOOK }), /> From DocBook\./);
    assert.match(
      find({ '/k/src/modules/acme/doc/acme_admin.xml': DOCBOOK, '/k/src/modules/acme/README': README }),
      /> The tariff/,
    );
  });

  it('name their file and its line, with a link where an editor can show it', () => {
    assert.match(find({ '/k/README.acme': README }), /\[k\/README\.acme\]\(file:\/\/\/k\/README\.acme#L3\)/);
    assert.match(find({ '/k/modules/README.acme.gz': README }), /\(`modules\/README\.acme\.gz`\)/);
  });

  it('are cut at whole paragraphs', () => {
    const long = `2.1. tariff\n\n   First.\n\n   ${'word '.repeat(200)}\n\n   Last.\n`;
    const text = find({ '/k/README.acme': long });
    assert.match(text, /> First\.\n>\n> …$/);
    const only = find({ '/k/README.acme': `2.1. tariff\n\n   ${'word '.repeat(200)}\n` });
    assert.match(only, /word …$/);
    assert.ok(only.length < 800);
  });

  it('are nothing where the folder has none, whatever the module is called', () => {
    assert.equal(find({}), 'nothing');
    assert.equal(find({ '/k/README.acme': README }, { ...TARIFF, name: 'other', anchor: undefined }), 'nothing');
    assert.equal(find({ '/README.x': README }, { ...TARIFF, module: '../x' }), 'nothing');
  });
});
