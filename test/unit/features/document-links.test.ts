import assert from 'node:assert/strict';
import { findDocumentLinks } from '../../../server/src/features/document-links.ts';
import { analyseFixture, readFixture, type FixtureOptions } from '../support/fixture.ts';
import { textOf } from './support.ts';

function links(text: string, options?: FixtureOptions): string[] {
  const fixture = readFixture(text);
  return findDocumentLinks(analyseFixture(fixture, options), fixture.root).map(
    ({ range, target, tooltip }) => `${textOf(range)} -> ${target.uri.slice('file:///project/'.length)}: ${tooltip}`,
  );
}

describe('document links', () => {
  it('follow includes and module parameters, and say how the file was found', () => {
    const text = [
      '--- kamailio.cfg',
      'include_file "common/core.cfg"',
      '#!import_file "missing.cfg"',
      '#!ifdef NEVER',
      '!!include_file "/etc/kamailio/calls.cfg"',
      '#!endif',
      'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")',
      'modparam("tls", "config", "/etc/kamailio/tls.cfg")',
      'modparam("tm", "default_reason", "common/core.cfg")',
      '--- common/core.cfg',
      'debug=1',
      '--- calls.cfg',
      '--- sub/dispatcher.list',
      '',
    ].join('\n');
    assert.deepEqual(links(text, { mappings: [{ deployed: '/etc/kamailio', folder: 'file:///project/sub' }] }), [
      'common/core.cfg -> common/core.cfg: Found where Kamailio looks for it',
      "/etc/kamailio/calls.cfg -> calls.cfg: '/etc/kamailio/calls.cfg' is not on this machine; this file was found by the end of its path",
      "/etc/kamailio/dispatcher.list -> sub/dispatcher.list: '/etc/kamailio/dispatcher.list' is a deployed path; found through the setting kamailio.pathMappings",
    ]);
  });

  it('are those of the one file, once each', () => {
    const text =
      '--- kamailio.cfg\ninclude_file "a.cfg"\ninclude_file "a.cfg"\n--- a.cfg\nimport_file "b.cfg"\n--- b.cfg\n';
    assert.deepEqual(
      links(text).map((link) => link.split(' ')[0]),
      ['a.cfg', 'a.cfg'],
    );
    const fixture = readFixture(text);
    const inner = fixture.sources.get('a.cfg');
    assert.ok(inner);
    assert.deepEqual(
      findDocumentLinks(analyseFixture(fixture), inner).map(({ range }) => textOf(range)),
      ['b.cfg'],
    );
  });

  it('follow a path that a define brings', () => {
    const text = '--- kamailio.cfg\n#!define LIST "a.list"\nmodparam("dispatcher", "list_file", LIST)\n--- a.list\n';
    assert.deepEqual(links(text), ['LIST -> a.list: Found where Kamailio looks for it']);
  });
});
