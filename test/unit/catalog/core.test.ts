import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openCatalog } from './repository.ts';

describe('the core in the catalogue', () => {
  const catalog = openCatalog('6.1');

  it('says which value a setting takes', () => {
    const values = (name: string): unknown => catalog.setting(name)?.entry.values;
    assert.deepEqual(values('children'), ['number']);
    assert.deepEqual(values('debug'), ['signedNumber']);
    assert.deepEqual(values('log_facility'), ['identifier']);
    assert.deepEqual(values('user'), ['string', 'identifier']);
    assert.deepEqual(values('listen'), ['listenList']);
    assert.deepEqual(values('alias'), ['hostList']);
    assert.deepEqual(values('advertised_address'), ['host']);
    assert.deepEqual(values('udp_mtu_try_proto'), ['protocol']);
    assert.deepEqual(values('tcp_source_ipv4'), ['ipv4']);
    assert.deepEqual(values('socket'), ['socketBlock']);
    assert.deepEqual(values('tcp_accept_protocols'), ['number', 'string']);
    assert.deepEqual(values('kemi.onsend_route_callback'), ['string']);
    assert.deepEqual(values('nonesuch'), undefined);
  });

  it('tells a switch from an amount', () => {
    assert.equal(catalog.setting('fork')?.entry.boolean, true);
    assert.equal(catalog.setting('dns_cache_mem')?.entry.boolean, false);
    assert.equal(catalog.setting('children')?.entry.boolean, false);
  });

  it('finds settings by their aliases, each spelling with its versions', () => {
    assert.equal(catalog.setting('mem_dbg')?.entry.name, 'memdbg');
    const young = openCatalog('5.6').setting('dns_use_cache');
    assert.equal(young?.entry.name, 'use_dns_cache');
    assert.equal(young.spelling.since, '5.7');
    assert.equal(young.entry.since, '5.5');
  });

  it('knows what must stand before the modules', () => {
    const early = catalog.core.settings.filter((setting) => setting.beforeModules).map((setting) => setting.name);
    assert.deepEqual(early.sort(), ['shm', 'shm_force_alloc', 'user']);
  });

  it('knows the forms of statements as each version has them', () => {
    const forms = (version: '5.6' | '5.7'): unknown => openCatalog(version).statement('loadmodule')?.entry.forms;
    assert.deepEqual(forms('5.6'), ['<string>']);
    assert.deepEqual(forms('5.7'), ['<string>', '( <string> )', '( <string> , <string> )']);
    assert.equal(catalog.statement('mpath')?.entry.name, 'loadpath');
    assert.equal(catalog.directive('def')?.entry.name, 'define');
  });

  it('knows the core functions with their arguments', () => {
    const strip = catalog.coreFunction('strip')?.entry;
    assert.deepEqual([strip?.arities, strip?.argumentKinds, strip?.bare], [[1], [['int']], false]);
    assert.equal(catalog.coreFunction('add_rport')?.entry.name, 'force_rport');
    assert.equal(catalog.coreFunction('exit')?.entry.bare, true);
    assert.equal(catalog.coreFunction('strip')?.entry.onsend, false);
    assert.equal(catalog.coreFunction('log')?.entry.onsend, true);
    assert.equal(openCatalog('5.6').coreFunction('route')?.entry.onsend, false);
    assert.equal(openCatalog('5.7').coreFunction('route')?.entry.onsend, true);
  });

  it('reserves the words that the lexer of the version takes for itself', () => {
    const words = (version: '5.6' | '5.7' | '6.1'): ReadonlySet<string> => openCatalog(version).core.reservedWords;
    for (const word of ['route', 'status', 'yes', 'UDP', 'prefix', 'sethost', 'default', 'include_file']) {
      assert(words('5.6').has(word), word);
    }
    assert(!words('5.6').has('domain') && words('5.7').has('domain'));
    assert(!words('5.7').has('vrf') && words('6.1').has('vrf'));
    // Only with `#!` before them, and as nothing but a define's name.
    for (const word of ['ifdef', 'subst', 'workers', 'tm']) assert(!words('6.1').has(word), word);
  });
});
