import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, describe, it } from 'mocha';
import type { CoreSetting, SettingValueKind } from '../../server/src/catalog/types.ts';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { needKamailio, skipUnless } from '../support/needs.ts';
import { openCatalog } from '../unit/catalog/repository.ts';

/** A value of each form that the grammar tells from others, with the kinds of settings that take it. */
const VALUES: readonly (readonly [value: string, ...kinds: SettingValueKind[]])[] = [
  ['5', 'number', 'signedNumber', 'host', 'hostList', 'listenList'],
  ['yes', 'number', 'signedNumber', 'host', 'hostList', 'listenList'],
  ['-5', 'signedNumber'],
  ['"localhost"', 'string', 'host', 'hostList', 'listenList'],
  ['localhost', 'identifier', 'host', 'hostList', 'listenList'],
  ['127.0.0.1', 'host', 'hostList', 'listenList', 'ipv4'],
  ['::1', 'host', 'hostList', 'listenList', 'ipv6'],
  ['udp:127.0.0.1:5060', 'hostList', 'listenList'],
  ['udp:127.0.0.1:5060 advertise localhost:5060 name "a"', 'listenList'],
  ['UDP', 'protocol'],
  ['sslv23', 'tlsMethod'],
  ['{ bind = udp:127.0.0.1:5060; }', 'socketBlock'],
];

/** Words that Kamailio would refuse for their meaning are replaced by one it takes, since here the form is judged. */
function writeLine(name: string, setting: CoreSetting, value: string): string {
  const word = setting.words?.[0] ?? { user: 'root', ipv6_hex_style: 'a' }[setting.name] ?? 'localhost';
  return `${name} = ${value.replace('localhost', word)}`;
}

describe('the catalogue against the installed Kamailio', function () {
  let program = '';
  let catalog = openCatalog('6.1');

  before(function () {
    program = needKamailio(this);
    const version = parseVersion(spawnSync(program, ['-v'], { encoding: 'utf8' }).stdout);
    skipUnless(this, version !== undefined, 'a Kamailio that the catalogue covers');
    catalog = openCatalog(version ?? '6.1');
  });

  /** Whether the grammar accepts a line, whatever Kamailio makes of it later. */
  function accepts(line: string, before = ''): boolean {
    // One known address, so that nothing looks for the interfaces and asks for their names.
    const input = `${before}auto_aliases = no\nlisten = udp:127.0.0.1:5060\n${line}\nrequest_route { exit; }\n`;
    const { stderr, stdout } = spawnSync(program, ['-c', '-f', '-'], { input, encoding: 'utf8' });
    return !/parse error in config file|bad config file/.test(stderr + stdout);
  }

  it('agrees on the values of every core setting', function () {
    this.timeout(0);
    const wrong: string[] = [];
    for (const setting of catalog.core.settings.filter((one) => catalog.has(one))) {
      for (const [value, ...kinds] of VALUES) {
        const line = writeLine(setting.name, setting, value);
        if (accepts(line) !== kinds.some((kind) => setting.values.includes(kind))) wrong.push(line);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('agrees on the spellings of every core setting', function () {
    this.timeout(0);
    const value = new Map(VALUES.flatMap(([text, ...kinds]) => kinds.map((kind) => [kind, text])));
    const wrong: string[] = [];
    for (const setting of catalog.core.settings.filter((one) => catalog.has(one))) {
      for (const alias of setting.aliases) {
        const line = writeLine(alias.name, setting, value.get(setting.values[0] ?? 'number') ?? '');
        if (accepts(line) !== catalog.has(alias)) wrong.push(line);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('agrees on the words that are no identifiers', function () {
    this.timeout(0);
    const free = ['ifdef', 'subst', 'workers', 'tm', 'Route', 'STATUS', 'yess', 'f', 'rc'];
    const { reservedWords } = catalog.core;
    // `include_file` and `import_file` start the name of a file, which no `flags` can show.
    const words = [...reservedWords].filter((word) => !word.endsWith('_file'));
    const accepted = [...words, ...free].filter((word) => accepts(`flags ${word}`));
    assert.deepEqual(accepted, free);
  });

  it('agrees on the parameters of every transformation', function () {
    this.timeout(0);
    const wrong: string[] = [];
    for (const name of catalog.transformationNames()) {
      const found = catalog.transformation(name);
      // The branch 5.6 has {val} since its release 5.6.5, and {re.subst} wants an expression instead of a number.
      if (found === undefined || !catalog.has(found.entry) || name === 'val' || name === 're') continue;
      const modules = [...new Set(['pv', ...(found.module === 'xhttp' ? ['sl'] : []), found.module])];
      const before = modules.map((module) => `loadmodule "${module}.so"\n`).join('');
      if (!accepts('', before)) {
        console.log(`    left out: the module ${found.module} for {${name}.…}`);
        continue;
      }
      for (const { minParameters = 0, maxParameters = 0, ...operation } of found.entry.operations) {
        for (let number = 0; number <= 3; number++) {
          const line = `{${name}.${operation.name}${',1'.repeat(number)}}`;
          const expected = catalog.has(operation) && minParameters <= number && number <= maxParameters;
          if (accepts(`route[A] { $var(x) = $(ru${line}); }`, before) !== expected) wrong.push(line);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });
});
