import assert from 'node:assert/strict';
import { addModules } from '../../../server/src/catalog/add-modules.ts';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { Catalog, CORE } from '../../../server/src/catalog/catalog.ts';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import { describeModulePage, firstSentence, listModules } from '../../../server/src/features/module-page.ts';
import { FACTS, openCatalog, TEXTS } from '../catalog/repository.ts';

const CURRENT = openCatalog('6.1');

function page(name: string, catalog = CURRENT): string {
  const markdown = describeModulePage(catalog, name);
  assert.ok(markdown);
  return markdown;
}

/** The anchors that the editor's preview gives to the headings of a page. */
function headingsOf(markdown: string): Set<string> {
  const counts = new Map<string, number>();
  const lines = markdown.replace(/```[\s\S]*?```/g, '').split('\n');
  return new Set(
    lines.flatMap((line) => {
      const heading = /^#+ (.*)$/.exec(line)?.[1];
      if (heading === undefined) return [];
      const plain = heading
        .replace(/\\(.)/g, '$1')
        .toLowerCase()
        .replace(/\s+/g, '-')
        .replace(/[^\p{L}\p{N}_-]/gu, '');
      const count = counts.get(plain) ?? 0;
      counts.set(plain, count + 1);
      return [count === 0 ? plain : `${plain}-${count}`];
    }),
  );
}

describe('the page of a module', () => {
  it('has what the module exports, each with its text and facts', () => {
    const dispatcher = page('dispatcher');
    assert.match(dispatcher, /^# dispatcher\n\nKamailio 6\.1\n/);
    assert.match(dispatcher, /loadmodule "dispatcher\.so"/);
    assert.match(dispatcher, /\(https:\/\/www\.kamailio\.org\/docs\/modules\/6\.1\.x\/modules\/dispatcher\.html/);
    for (const heading of [
      '## Parameters',
      '### ds\\_ping\\_interval',
      '## Functions',
      '### ds\\_select\\_dst',
      '## RPC commands',
    ])
      assert.ok(dispatcher.includes(`\n${heading}\n`), heading);
    assert.match(dispatcher, /\| \[`ds_ping_interval`\]\(#ds_ping_interval\) \| `int` \| `0` \|/);
  });

  it('leads from its tables to its headings, for the modules of every version', () => {
    for (const version of KAMAILIO_VERSIONS) {
      const catalog = version === '6.1' ? CURRENT : openCatalog(version);
      // The others differ in little: of each every fifth is looked at.
      const names = [CORE, ...catalog.moduleNames()].filter((_, at) => version === '6.1' || at % 5 === 0);
      for (const name of names) {
        const markdown = page(name, catalog);
        const headings = headingsOf(markdown);
        for (const [, target] of markdown.matchAll(/\]\(#([^)]+)\)/g)) {
          assert.ok(headings.has(decodeURI(target ?? '')), `${version} ${name}: #${target}`);
        }
        assert.doesNotMatch(markdown, /\bundefined\b(?! )|\[object/, name);
        for (const [, other] of markdown.matchAll(/\]\(([\w.-]+)\.md\)/g)) {
          assert.ok(catalog.moduleLifespan(other ?? ''), `${name} leads to ${other}`);
        }
      }
    }
  });

  it('says at its end what other versions have', () => {
    const old = page('dispatcher', openCatalog('5.6'));
    assert.match(old, /## Not in Kamailio 5\.6\n/);
    assert.match(old, /- `ds_ping_socket`, parameter: new in 6\.1/);
    assert.doesNotMatch(old, /\n### ds\\_ping\\_socket/);
    assert.match(page('tm', openCatalog('6.2')), /^# tm\n\nKamailio's development version\n/);
  });

  it('is there for a module that this version does not have, and for none that no version has', () => {
    assert.match(page('app_java'), /\*\*Removed in 6\.1\*\*; you use 6\.1/);
    assert.equal(describeModulePage(CURRENT, 'no_such_module'), undefined);
  });

  it("tells of the core, and of a module of the user's own", () => {
    assert.match(page(CORE), /^# Kamailio's core\n/);
    assert.match(page(CORE), /\n### tcp\\_connection\\_lifetime\n/);
    const own = { name: 'acme', file: { name: 'acme', text: 'Prices calls. More.', page: null } };
    const catalog = new Catalog(addModules(createFactsSource(FACTS, TEXTS), [own]), '6.1');
    assert.doesNotMatch(page('acme', catalog), /kamailio\.org/);
    assert.ok(listModules(catalog).some(({ name, summary }) => name === 'acme' && summary === 'Prices calls.'));
  });
});

describe('the list of modules', () => {
  it('begins with the core and has all of the version, each with a line', () => {
    const modules = listModules(CURRENT);
    assert.deepEqual(
      modules.map(({ name }) => name),
      [CORE, ...CURRENT.moduleNames()],
    );
    for (const { name, summary } of modules) {
      assert.ok(summary.length > 10, name);
      assert.doesNotMatch(summary, /[`\n]|\*\*|\]\(/, name);
    }
  });

  it('has the first sentence of a text, without its Markdown', () => {
    assert.equal(firstSentence('Sends `dst_uri` to **it**, e.g. [here](x). More.'), 'Sends dst_uri to it, e.g. here.');
    assert.equal(firstSentence('One\nline.\n\nAnother.'), 'One line.');
    assert.equal(firstSentence('No end'), 'No end');
  });
});
