import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { matchesTemplate } from '../../../server/src/catalog/catalog.ts';
import { Catalog } from '../../../server/src/catalog/catalog.ts';
import { isAllowedInContext, routeContextMask } from '../../../server/src/catalog/route-context.ts';
import { removedIn } from '../../../server/src/catalog/versions.ts';
import { openCatalog } from './repository.ts';

describe('the catalogue', () => {
  it('knows the modules of a version', () => {
    assert(openCatalog('5.5').moduleNames().includes('app_mono'));
    assert(!openCatalog('6.1').moduleNames().includes('app_mono'));
    assert(!openCatalog('5.6').moduleNames().includes('auth_web3'));
    const gone = openCatalog('6.1').moduleLifespan('app_mono');
    assert.equal(gone && removedIn(gone), '6.0');
    assert.equal(openCatalog('6.1').module('nonesuch'), undefined);
  });

  it('knows parameters with type, default and lifespan', () => {
    const catalog = openCatalog('5.6');
    const timer = catalog.parameter('tm', 'fr_timer');
    assert.deepEqual(timer?.types, ['int']);
    assert.equal(timer.default, 30000);
    assert.equal(timer.docAnchor, 'tm.p.fr_timer');
    const ping = catalog.parameter('dispatcher', 'ds_ping_socket');
    assert(ping && !catalog.has(ping) && openCatalog('6.1').has(ping));
    assert.equal(catalog.parameter('htable', 'htable')?.viaFunction, true);
    assert.equal(catalog.parameter('tm', 'nonesuch'), undefined);
  });

  it('gives a value the way the asked version has it', () => {
    const defaultIn = (version: '5.8' | '6.0'): unknown =>
      openCatalog(version).parameter('dispatcher', 'ds_latency_estimator_alpha')?.default;
    assert.equal(defaultIn('5.8'), 900);
    assert.equal(defaultIn('6.0'), 100);
    const arities = (version: '5.8' | '6.2'): unknown =>
      openCatalog(version)
        .functionsNamed('auth_challenge')[0]
        ?.entry.signatures.map((signature) => signature.minArguments);
    assert.deepEqual(arities('5.8'), [2]);
    assert.deepEqual(arities('6.2'), [2, 3]);
  });

  it('says what a parameter may hold where the source tells', () => {
    const catalog = openCatalog('6.1');
    const probing = catalog.parameter('dispatcher', 'ds_probing_mode')?.constraint;
    assert.equal(probing?.kind, 'enum');
    assert.deepEqual(
      probing.values?.map(({ value }) => value),
      [0, 1, 2, 3],
    );
    assert.equal(catalog.parameter('dispatcher', 'flags')?.constraint?.kind, 'bitmask');
    const keys = catalog.parameter('htable', 'htable')?.constraint?.keys ?? [];
    const known = (version: '5.7' | '6.1'): string[] =>
      keys.filter((key) => openCatalog(version).has(key)).map((key) => key.name);
    assert(known('6.1').includes('coldelim') && !known('5.7').includes('coldelim'));
  });

  it('finds functions by name over all modules', () => {
    const catalog = openCatalog('6.1');
    const [relay] = catalog.functionsNamed('t_relay');
    assert.equal(relay?.module, 'tm');
    assert.deepEqual(
      relay.entry.signatures.map(({ minArguments, maxArguments }) => [minArguments, maxArguments]),
      [
        [0, 0],
        [2, 2],
      ],
    );
    assert.deepEqual(
      catalog.functionsNamed('pv_www_authenticate').map((found) => found.module),
      ['auth'],
    );
    assert.deepEqual(
      catalog
        .functionsNamed('www_authorize')
        .map((found) => found.module)
        .sort(),
      ['auth_db', 'uid_auth_db'],
    );
    assert.deepEqual(catalog.functionsNamed('constructor'), []);
  });

  it('knows where a function may be called', () => {
    const [select] = openCatalog('5.6').functionsNamed('ds_select_dst');
    const signature = select?.entry.signatures.find((one) => one.minArguments === 2);
    assert(signature);
    assert(isAllowedInContext(signature.routeMask, routeContextMask('request_route')));
    assert(isAllowedInContext(signature.routeMask, routeContextMask('failure_route', 'F')));
    assert(!isAllowedInContext(signature.routeMask, routeContextMask('onreply_route', 'R')));
  });

  it('finds pseudo-variables of modules and of the core', () => {
    const catalog = openCatalog('6.1');
    const [table] = catalog.pseudoVariablesNamed('sht');
    assert.equal(table?.module, 'htable');
    assert.deepEqual([table.entry.innerName, table.entry.writable], [true, true]);
    assert.equal(catalog.pseudoVariablesNamed('rc')[0]?.module, 'core');
    const [user] = catalog.pseudoVariablesNamed('rU');
    assert.deepEqual([user?.module, user?.entry.innerName, user?.entry.writable], ['pv', false, true]);
    assert.equal(catalog.pseudoVariablesNamed('avp')[0]?.entry.index, true);
    assert.deepEqual(catalog.pseudoVariablesNamed('nonesuch'), []);
    assert(catalog.pseudoVariableNames().includes('fu'));
  });

  it('finds transformations with their operations', () => {
    const catalog = openCatalog('5.6');
    const found = catalog.transformation('s');
    assert.equal(found?.module, 'pv');
    const operation = (name: string): unknown => {
      const entry = found.entry.operations.find((one) => one.name === name);
      return entry && [catalog.has(entry), entry.minParameters, entry.maxParameters];
    };
    assert.deepEqual(operation('len'), [true, 0, 0]);
    assert.deepEqual(operation('substr'), [true, 2, 2]);
    assert.deepEqual(operation('prefixes'), [true, 0, 1]);
    assert.deepEqual(operation('crc32'), [false, 0, 0]);
    const unknown = catalog
      .transformationNames()
      .flatMap((name) => catalog.transformation(name)?.entry.operations ?? [])
      .filter((entry) => entry.minParameters === undefined || entry.maxParameters === undefined);
    assert.deepEqual(unknown, []);
  });

  it('finds event routes, also those with a part of the user’s choice', () => {
    const catalog = openCatalog('6.1');
    assert.equal(catalog.eventRoutesNamed('htable:expired:calls')[0]?.module, 'htable');
    assert.equal(catalog.eventRoutesNamed('xhttp:request').length, 1);
    assert.equal(catalog.eventRoutesNamed('core:worker-one-init')[0]?.module, 'core');
    assert.equal(catalog.eventRoutesNamed('tm:branch-failure:nat')[0]?.module, 'tm');
    assert.deepEqual(catalog.eventRoutesNamed('htable:expired:'), []);
    assert.deepEqual(catalog.eventRoutesNamed('dispatcher:ds-down'), []);
  });

  it('matches templates by whole names', () => {
    assert(matchesTemplate('a:<x>-<y>', 'a:b-c'));
    assert(matchesTemplate('a:<x>-<y>', 'a:b-c-d'));
    assert(!matchesTemplate('a:<x>-<y>', 'a:b'));
    assert(!matchesTemplate('a:<x>', 'b:a:c'));
    assert(!matchesTemplate('a:<x>:end', 'a::end'));
    assert(!matchesTemplate('a.b', 'a:b'));
  });

  it('remembers what was gone before its oldest version', () => {
    const catalog = openCatalog('6.1');
    assert(catalog.module('tm')?.removed.some((item) => item.name === 'delete_timer' && item.removedIn === '5.3'));
    assert(catalog.core.removed.some((item) => item.name === 'use_dst_blacklist' && item.removedIn === '5.5'));
  });

  it('reads nothing before it is asked, and then only what it is asked for', () => {
    const read: string[] = [];
    const files: Record<string, string> = {
      'index.json': JSON.stringify({ modules: [{ name: 'a' }, { name: 'b' }], functions: { f: ['a'] } }),
      'modules/a.json': JSON.stringify({ functions: [{ name: 'f', signatures: [] }] }),
    };
    const catalog = new Catalog(
      {
        read: (path) => {
          read.push(path);
          return files[path];
        },
      },
      '6.1',
    );
    assert.deepEqual(read, []);
    assert.equal(catalog.functionsNamed('f').length, 1);
    assert.equal(catalog.functionsNamed('f').length, 1);
    assert.deepEqual(read, ['index.json', 'modules/a.json']);
  });
});
