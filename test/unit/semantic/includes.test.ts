import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FixtureOptions } from '../support/fixture.ts';
import { readText } from '../support/read-text.ts';

/** The tree of all files together, and what is found. */
function read(text: string, options: FixtureOptions = {}): string {
  const { tree, findings } = readText(text, options);
  return [tree, ...findings.map((finding) => `! ${finding}`)].join('\n');
}

describe('includes', () => {
  it('put a file in their place, in every spelling', () => {
    for (const directive of [
      'include_file',
      '#!include_file',
      '!!include_file',
      'import_file',
      '#!import_file',
      '!!import_file',
    ]) {
      assert.equal(
        read(`--- kamailio.cfg\nchildren=4\n${directive} "a.cfg"\nfork=no\n--- a.cfg\nport=5060\n`),
        '(set children 4)\n(set port 5060)\n(set fork no)',
        directive,
      );
    }
  });

  it('stand in the middle of anything', () => {
    assert.equal(
      read('--- kamailio.cfg\nroute {\n  if ($x) {\n    include_file "a.cfg"\n  }\n  exit;\n}\n--- a.cfg\nf(); g();\n'),
      '(route {(if [$x] {f() g()}) (exit)})',
    );
    assert.equal(
      read('--- kamailio.cfg\nroute { include_file "a.cfg"\n exit; }\n--- a.cfg\nif ($x) f(); else\n'),
      '(route {(if [$x] f())(else (exit))})',
    );
    assert.equal(read('--- kamailio.cfg\nchildren = include_file "a.cfg"\n--- a.cfg\n4\n'), '(set children 4)');
    assert.equal(
      read('--- kamailio.cfg\ninclude_file "a.cfg" port=5060\n--- a.cfg\nchildren=4'),
      '(set children 4)\n(set port 5060)',
    );
  });

  it('pass defines on in the order of reading', () => {
    assert.equal(
      read('--- kamailio.cfg\n#!define A 4\ninclude_file "a.cfg"\nport=B\n--- a.cfg\nchildren=A\n#!define B 5060\n'),
      '(set children 4)\n(set port 5060)',
    );
    assert.equal(
      read(
        '--- kamailio.cfg\ninclude_file "a.cfg"\ninclude_file "a.cfg"\n--- a.cfg\n#!ifdef A\nchildren=4\n#!else\nport=5060\n#!endif\n#!trydef A\n',
      ),
      '(set port 5060)\n(set children 4)',
    );
  });

  it('let a condition reach from file to file', () => {
    assert.equal(
      read('--- kamailio.cfg\ninclude_file "a.cfg"\nchildren=4\n#!endif\nport=5060\n--- a.cfg\n#!ifdef A\n'),
      '(set port 5060)',
    );
    assert.equal(
      read('--- kamailio.cfg\n#!ifndef A\ninclude_file "a.cfg"\nport=5060\n--- a.cfg\nchildren=4\n#!endif\n'),
      '(set children 4)\n(set port 5060)',
    );
  });

  it('look beside the including file, and through path mappings', () => {
    const files =
      '--- kamailio.cfg\ninclude_file "sub/a.cfg"\n--- sub/a.cfg\ninclude_file "b.cfg"\n--- sub/b.cfg\nchildren=4\n';
    assert.equal(read(files), '(set children 4)');
    const mapped = '--- kamailio.cfg\ninclude_file "/etc/kamailio/a.cfg"\n--- deployed/a.cfg\nchildren=4\n';
    const mappings = [{ deployed: '/etc/kamailio', folder: 'file:///project/deployed' }];
    assert.equal(read(mapped, { mappings }), '(set children 4)');
    const { program } = readText(mapped, { mappings });
    assert.deepEqual(
      program.preprocessed.inclusions.map(({ path, resolved }) => [path, resolved?.found]),
      [['/etc/kamailio/a.cfg', 'mapped']],
    );
  });

  it('report a file that is not there, an import only as a hint', () => {
    assert.equal(
      read('include_file "no.cfg"\nchildren=4\n'),
      '(set children 4)\n! kamailio.cfg 1:14-22 missing-include',
    );
    const { program, findings } = readText('import_file "no.cfg"\nchildren=4\n');
    assert.deepEqual(findings, ['kamailio.cfg 1:13-21 missing-import']);
    assert.deepEqual(
      program.findings.map(({ severity }) => severity),
      ['hint'],
    );
  });

  it('need a name in double quotes without blanks', () => {
    for (const [name, place] of [
      ["'a.cfg'", '14-21'],
      ['a.cfg', '14-19'],
      ['"a b.cfg"', '14-16'],
      ['""', '14-16'],
      ['"a', '14-16'],
      [`"${'a'.repeat(126)}"`, '14-142'],
    ]) {
      const { findings } = readText(`include_file ${name!}\nchildren=4\n`);
      assert.equal(
        findings.filter((finding) => finding.endsWith('invalid-include')).join(),
        `kamailio.cfg 1:${place!} invalid-include`,
      );
    }
    assert.deepEqual(readText('include_file\nchildren=4\n').findings, ['kamailio.cfg 1:1-13 invalid-include']);
    assert.equal(read('--- kamailio.cfg\ninclude_file\n\n  "a.cfg"\n--- a.cfg\nchildren=4\n'), '(set children 4)');
  });

  it('know the escapes of a name', () => {
    assert.equal(read('--- kamailio.cfg\ninclude_file "\\a\\.cfg"\n--- a.cfg\nchildren=4\n'), '(set children 4)');
    assert.equal(read('include_file "a\\"\nport=1\n'), '(set port 1)\n! kamailio.cfg 1:14-18 invalid-include');
  });

  it('have their names changed by substitutions, but not by defines', () => {
    assert.equal(
      read('--- kamailio.cfg\n#!subst "/NAME/a/"\n#!define a b\ninclude_file "NAME.cfg"\n--- a.cfg\nchildren=4\n'),
      '(#!subst "/NAME/a/")\n(set children 4)',
    );
    assert.equal(
      read('#!subst "/HOST/$env(HOSTNAME)/"\ninclude_file "HOST.cfg"\nchildren=4\n'),
      '(#!subst "/HOST/$env(HOSTNAME)/")\n(set children 4)',
      'what the environment decides is no finding',
    );
  });

  it('end in a file that includes itself', () => {
    assert.equal(
      read('--- kamailio.cfg\nchildren=4\ninclude_file "kamailio.cfg"\nport=1\n'),
      '(set children 4)\n(set port 1)\n! kamailio.cfg 2:14-28 include-cycle',
    );
    assert.equal(
      read(
        '--- kamailio.cfg\ninclude_file "a.cfg"\n--- a.cfg\ninclude_file "b.cfg"\n--- b.cfg\ninclude_file "a.cfg"\nchildren=4\n',
      ),
      '(set children 4)\n! b.cfg 1:14-21 include-cycle',
    );
  });

  it('may come back to a file as long as a condition ends that', () => {
    assert.equal(
      read(
        '--- kamailio.cfg\n#!ifndef ONCE\n#!define ONCE\ninclude_file "a.cfg"\nchildren=4\n#!endif\n' +
          '--- a.cfg\ninclude_file "kamailio.cfg"\nport=1\n',
      ),
      '(set port 1)\n(set children 4)',
    );
  });

  it('nest ten deep and no deeper', () => {
    const chain = (length: number): string => {
      const files = Array.from(
        { length },
        (_, at) => `--- ${at + 1}.cfg\n${at + 1 < length ? `include_file "${at + 2}.cfg"\n` : ''}debug=${at + 1}\n`,
      );
      return `--- kamailio.cfg\ninclude_file "1.cfg"\n${files.join('')}`;
    };
    assert.deepEqual(readText(chain(10)).findings, []);
    assert.deepEqual(readText(chain(11)).findings, ['10.cfg 1:14-22 include-depth']);
  });

  it('give findings and tokens their own file', () => {
    const { program, findings } = readText('--- kamailio.cfg\nroute {\ninclude_file "a.cfg"\n}\n--- a.cfg\n\n  f(;\n');
    assert.deepEqual(findings, ['a.cfg 2:4-5 syntax-error']);
    const [root, included] = program.files;
    assert(root && included);
    assert.deepEqual(
      program.tokensOf(included).map(({ token }) => token.image),
      ['f', '(', ';'],
    );
    assert.equal(program.tokenAt(included, 3)?.token.image, 'f');
    assert.equal(program.tokenAt(root, 1)?.token.image, 'route');
    assert.equal(program.tokenAt(root, 12), undefined);
  });

  it('name each file once, in the order of reading', () => {
    const { program } = readText(
      '--- kamailio.cfg\ninclude_file "b.cfg"\ninclude_file "a.cfg"\ninclude_file "b.cfg"\n--- a.cfg\n;\n--- b.cfg\n;\n',
    );
    assert.deepEqual(
      program.files.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1)),
      ['kamailio.cfg', 'b.cfg', 'a.cfg'],
    );
    assert.equal(program.preprocessed.inclusions.length, 3);
  });
});
