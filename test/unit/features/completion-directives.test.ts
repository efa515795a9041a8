import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

describe('completion of directives', () => {
  it('offers them behind #! and !!, also in a route block', () => {
    assert.ok(offer('debug=2\n#!‸').labels.includes('#!ifdef'));
    assert.ok(offer('debug=2\n#!inc‸\nfork=no\n').labels.includes('#!include_file'));
    assert.ok(offer('debug=2\n!!‸').labels.includes('!!ifdef'));
    assert.ok(offer('route {\n  #!en‸\n  exit;\n}\n').labels.includes('#!endif'));
  });

  it('writes them with what they take', () => {
    assert.equal(accept('debug=2\n#!ifd‸\n', '#!ifdef'), 'debug=2\n#!ifdef ‸\n');
    assert.equal(accept('debug=2\n#!ifd‸\n', '#!ifdef … #!endif'), 'debug=2\n#!ifdef ‸NAME\n\n#!endif\n');
    assert.equal(accept('debug=2\n#!incl‸\n', '#!include_file'), 'debug=2\n#!include_file "‸"\n');
    assert.equal(accept('debug=2\n#!ifd‸ WITH_X\n#!endif\n', '#!ifndef'), 'debug=2\n#!ifndef‸ WITH_X\n#!endif\n');
    assert.equal(accept('debug=2\nifd‸\n', '#!ifdef'), 'debug=2\n#!ifdef ‸\n');
  });

  it('has those of the version', () => {
    assert.ok(!offer('debug=2\n#!‸', { version: '5.6' }).labels.includes('#!ifexp'));
    assert.ok(offer('debug=2\n#!‸', { version: '5.7' }).labels.includes('#!ifexp'));
  });

  it('offers the language marks on the first line only', () => {
    assert.equal(head('#!‸', 1)[0], '#!KAMAILIO');
    assert.ok(!offer('debug=2\n#!‸').labels.includes('#!KAMAILIO'));
    assert.deepEqual(offer('#!KAMAILIO‸\ndebug=2\n').labels, []);
  });

  it('offers names of defines where one is asked for', () => {
    const text = '#!define WITH_A\n#!ifdef WITH_B\n#!define INNER 1\n#!endif\n#!ifdef ‸\n#!endif\n';
    const { labels } = offer(text);
    for (const label of ['WITH_A', 'WITH_B', 'INNER', 'KAMAILIO_5_6']) assert.ok(labels.includes(label), label);
    assert.ok(accept(text, 'WITH_B').includes('#!ifdef WITH_B‸\n'));
    assert.ok(!offer('#!ifdef WITH_NEW‸\n#!endif\n').labels.includes('WITH_NEW'));
    assert.ok(offer('loadmodule "tm"\n#!ifdef MOD_‸').labels.includes('MOD_tm'));
  });

  it('offers to define what is asked for and not defined', () => {
    assert.deepEqual(offer('#!define ‸\n#!define WITH_A\n#!ifdef WITH_B\n#!endif\n').labels, ['WITH_B']);
  });

  it('offers names inside expressions, variables in values, and nothing behind a name', () => {
    assert.ok(offer('#!define A 1\n#!ifexp A == 1 && ‸\n#!endif\n', { version: '6.1' }).labels.includes('A'));
    assert.ok(offer('loadmodule "pv"\n#!define LOGGED "user=$f‸"\n').labels.includes('$fU'));
    assert.deepEqual(offer('#!define A ‸\n').labels, []);
    assert.deepEqual(offer('#!define A 1\n#!ifdef A ‸\n#!endif\n').labels, []);
    assert.deepEqual(offer('#!include_file ‸\n').labels, []);
  });

  it('offers nothing in comments', () => {
    for (const text of ['# ‸', '// t_‸', '/* \n lo‸ */', '#‸', 'route {\n  # $‸\n  exit;\n}\n', 'debug=2 # "‸']) {
      assert.deepEqual(offer(text).labels, [], text);
    }
  });
});
