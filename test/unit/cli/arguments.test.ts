import assert from 'node:assert/strict';
import { readArguments, type Command } from '../../../server/src/cli/arguments.ts';

function options(...args: string[]): Extract<Command, { kind: 'lint' }>['options'] {
  const command = readArguments(args);
  assert.equal(command.kind, 'lint', JSON.stringify(command));
  return command.options;
}

function fault(...args: string[]): string {
  const command = readArguments(args);
  assert.equal(command.kind, 'fault', JSON.stringify(command));
  return command.message;
}

describe('kamailio-lint: arguments', () => {
  it('checks files as text, for the version that each file names, unless told otherwise', () => {
    assert.deepEqual(options('a.cfg'), {
      format: 'text',
      version: 'auto',
      defines: [],
      mappings: {},
      maxWarnings: undefined,
      severities: new Map(),
      extraModules: [],
      verbose: false,
      fix: false,
      allDefines: false,
      files: ['a.cfg'],
    });
  });

  it('reads every option, with its value apart or joined', () => {
    const read = options(
      '--format=sarif',
      '--kamailio-version',
      '5.8',
      '-A',
      'WITH_TLS',
      '-ANODE="a"',
      '--map',
      '/etc/kamailio=.',
      '--disable=unknown-function',
      '--severity',
      'stray-character=error',
      '--catalogue',
      'own/modules',
      '--verbose',
      '--fix',
      '--all-defines',
      '--max-warnings',
      '3',
      '--',
      '-odd.cfg',
    );
    assert.equal(read.format, 'sarif');
    assert.equal(read.allDefines, true);
    assert.equal(read.version, '5.8');
    assert.deepEqual(read.defines, ['WITH_TLS', 'NODE="a"']);
    assert.deepEqual(read.mappings, { '/etc/kamailio': '.' });
    assert.deepEqual(
      [...read.severities],
      [
        ['unknown-function', 'off'],
        ['stray-character', 'error'],
      ],
    );
    assert.deepEqual(read.extraModules, ['own/modules']);
    assert.equal(read.verbose, true);
    assert.equal(read.fix, true);
    assert.equal(read.maxWarnings, 3);
    assert.deepEqual(read.files, ['-odd.cfg']);
  });

  it('says what is wrong with the command line', () => {
    assert.match(fault(), /no file/);
    assert.match(fault('--format', 'xml', 'a.cfg'), /unknown format 'xml'/);
    assert.match(fault('--kamailio-version', '4.4', 'a.cfg'), /unknown version '4\.4'/);
    assert.match(fault('--max-warnings', 'few', 'a.cfg'), /no number/);
    assert.match(fault('-A', '1X', 'a.cfg'), /NAME/);
    assert.match(fault('--map', '/etc', 'a.cfg'), /FROM=TO/);
    assert.match(fault('--severity', 'stray-character=fatal', 'a.cfg'), /CODE=LEVEL.*error/);
    assert.match(fault('--format'), /needs a value/);
    assert.match(fault('--fromat', 'json', 'a.cfg'), /unknown option '--fromat'/);
  });

  it('knows --help and --version', () => {
    assert.equal(readArguments(['--help']).kind, 'help');
    assert.equal(readArguments(['a.cfg', '--version']).kind, 'version');
    assert.equal(readArguments(['--rules']).kind, 'rules');
    assert.deepEqual(readArguments(['--explain', 'bare-name']), { kind: 'explain', code: 'bare-name' });
  });
});
