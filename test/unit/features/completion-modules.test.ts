import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

describe('completion of loadmodule', () => {
  it('names modules as the file names the others', () => {
    assert.equal(accept('loadmodule "‸"\n', 'dialog'), 'loadmodule "dialog.so‸"\n');
    assert.equal(
      accept('loadmodule "tm"\nloadmodule "rr"\nloadmodule "dia‸"\n', 'dialog'),
      'loadmodule "tm"\nloadmodule "rr"\nloadmodule "dialog‸"\n',
    );
    assert.equal(
      accept('loadmodule "tm.so"\nloadmodule "/opt/lib/dia‸"\n', 'dialog'),
      'loadmodule "tm.so"\nloadmodule "/opt/lib/dialog.so‸"\n',
    );
  });

  it('replaces the whole of a name that is there', () => {
    assert.equal(accept('loadmodule "di‸alplan.so"\n', 'dialog'), 'loadmodule "dialog.so‸"\n');
  });

  it('brings the quotes that are missing', () => {
    assert.equal(accept('loadmodule dia‸\n', 'dialog'), 'loadmodule "dialog.so"‸\n');
    assert.equal(
      accept('loadmodule "dia‸\nmodparam("tm", "fr_timer", 1)\n', 'dialog').split('\n')[0],
      'loadmodule "dialog.so"‸',
    );
    assert.equal(accept("loadmodule 'dia‸", 'dialog'), "loadmodule 'dialog.so'‸");
  });

  it('puts loaded modules last, and the one under the cursor where it belongs', () => {
    const { labels, items } = offer('loadmodule "tm.so"\nloadmodule "‸rr.so"\n');
    assert.equal(labels.at(-1), 'tm');
    assert.equal(items.find(({ label }) => label === 'tm')?.detail, 'already loaded');
    assert.ok(labels.indexOf('rr') < labels.indexOf('sl'));
  });

  it('has the modules of the version', () => {
    assert.ok(!offer('loadmodule "‸"', { version: '5.6' }).labels.includes('nghttp2'));
    assert.ok(offer('loadmodule "‸"', { version: '6.1' }).labels.includes('nghttp2'));
  });
});

const LOADED = 'loadmodule "tm.so"\nloadmodule "dialog.so"\nloadmodule "htable.so"\n';

describe('completion of modparam', () => {
  it('offers the loaded modules first', () => {
    assert.deepEqual(head(`${LOADED}modparam("‸")\n`, 3), ['dialog', 'htable', 'tm']);
    assert.equal(accept('loadmodule "tm"\nmodparam("‸")', 'tm'), 'loadmodule "tm"\nmodparam("tm‸")');
    assert.equal(accept('loadmodule "tm"\nmodparam(‸', 'tm'), 'loadmodule "tm"\nmodparam("tm"‸');
  });

  it('offers another module behind a bar', () => {
    assert.equal(accept(`${LOADED}modparam("dialog|t‸", "x", 1)`, 'tm'), `${LOADED}modparam("dialog|tm‸", "x", 1)`);
  });

  it('offers the parameters of the module, of the version, with type and default', () => {
    const { labels, items } = offer(`${LOADED}modparam("htable", "‸")`);
    assert.ok(labels.includes('timer_interval'));
    assert.ok(!labels.includes('dmq_peer_id'));
    assert.equal(items.find((item) => item.label === 'timer_interval')?.detail, 'int, default 20');
    assert.ok(offer(`${LOADED}modparam("htable", "‸")`, { version: '6.2' }).labels.includes('dmq_peer_id'));
  });

  it('puts parameters that are set last, save those that may be set again', () => {
    const text = `${LOADED}modparam("htable", "htable", "a=>")\nmodparam("htable", "timer_interval", 5)\nmodparam("htable", "‸")`;
    const { labels } = offer(text);
    assert.equal(labels.at(-1), 'timer_interval');
    assert.notEqual(labels.at(-2), 'htable');
  });

  it('goes on to the value where nothing is written yet', () => {
    assert.equal(accept(`${LOADED}modparam("tm", fr_t‸`, 'fr_timer'), `${LOADED}modparam("tm", "fr_timer", ‸`);
    assert.equal(accept(`${LOADED}modparam("tm", "fr_t‸", 5)`, 'fr_timer'), `${LOADED}modparam("tm", "fr_timer‸", 5)`);
  });

  it('offers the values of an enumeration, the default, and quotes for a string', () => {
    const values = `${LOADED}modparam("dialog", "dlg_match_mode", ‸)`;
    assert.deepEqual(head(values, 3), ['0', '1', '2']);
    assert.equal(offer(values).items[0]?.detail, 'by Record-Route cookie only, default');
    assert.equal(
      accept(`${LOADED}modparam("htable", "key_name_column", ‸)`, 'key_name'),
      `${LOADED}modparam("htable", "key_name_column", "key_name"‸)`,
    );
    assert.equal(
      accept(`${LOADED}modparam("htable", "key_name_column", "‸")`, 'key_name'),
      `${LOADED}modparam("htable", "key_name_column", "key_name‸")`,
    );
    assert.equal(
      accept(`${LOADED}modparam("htable", "db_url", ‸)`, '""'),
      `${LOADED}modparam("htable", "db_url", "‸")`,
    );
  });

  it('offers defines and what other modules are given for the same parameter', () => {
    const text = `#!define DBURL "text:///x"\n${LOADED}modparam("dialog", "db_url", DBURL)\nmodparam("htable", "db_url", ‸)`;
    assert.equal(offer(text).items.find((item) => item.label === 'DBURL')?.detail, 'as for dialog');
  });

  it('offers the keys of a definition where one begins', () => {
    const at = (value: string): readonly string[] => offer(`${LOADED}modparam("htable", "htable", "${value}")`).labels;
    assert.deepEqual(at('‸'), []);
    assert.ok(at('a=>‸').includes('autoexpire'));
    assert.equal(at('a=>size=8;‸').at(-1), 'size');
    assert.deepEqual(at('a=>size=‸'), []);
    assert.equal(
      accept(`${LOADED}modparam("htable", "htable", "a=>size=8;auto‸")`, 'autoexpire'),
      `${LOADED}modparam("htable", "htable", "a=>size=8;autoexpire=‸")`,
    );
  });

  it('offers route blocks where a parameter names one', () => {
    const text =
      'loadmodule "rtimer"\nloadmodule "tm"\nonreply_route[OURS] { exit; }\nmodparam("tm", "on_sl_reply", "‸")';
    assert.equal(head(text, 1)[0], 'OURS');
  });
});
