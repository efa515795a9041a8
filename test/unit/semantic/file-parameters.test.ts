import assert from 'node:assert/strict';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import { FILE_PARAMETERS, fileReferences } from '../../../server/src/semantic/file-parameters.ts';
import { openCatalog } from '../catalog/repository.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

function files(text: string): string[] {
  const { program } = analyseFixture(readFixture(text));
  return fileReferences(program).map(
    ({ path, range, isActive }) =>
      `${path} <${range.source.text.slice(range.start, range.end)}>${isActive ? '' : ' inactive'}`,
  );
}

describe('module parameters that name files', () => {
  it('are parameters of Kamailio that take a string', () => {
    const catalogs = KAMAILIO_VERSIONS.map(openCatalog);
    for (const [module, parameters] of Object.entries(FILE_PARAMETERS)) {
      for (const name of parameters) {
        const known = catalogs.some((catalog) => catalog.parameter(module, name)?.types.includes('string') === true);
        assert.ok(known, `${module}.${name}`);
      }
    }
  });

  it('are found with the path they name', () => {
    const text = [
      '#!define LIST "/etc/kamailio/dispatcher.list"',
      'modparam("dispatcher", "list_file", LIST)',
      'modparam("dispatcher", "flags", 2)',
      'modparam("tls|tls_wolfssl", "config", "tls.cfg")',
      'modparam("TLS", "certificate", \'a.pem\')',
      'modparam("tls", "private_key", "")',
      '#!ifdef NEVER',
      'modparam("regex", "file", "groups.txt")',
      '#!endif',
      '',
    ].join('\n');
    assert.deepEqual(files(text), [
      '/etc/kamailio/dispatcher.list <LIST>',
      'tls.cfg <tls.cfg>',
      'a.pem <a.pem>',
      'groups.txt <groups.txt> inactive',
    ]);
  });

  it('are not sought by half an expression', () => {
    assert.deepEqual(files('modparam("tls(", "config", "tls.cfg")'), []);
  });
});
