import assert from 'node:assert/strict';
import { listDocumentSymbols, type DocumentSymbol } from '../../../server/src/features/document-symbols.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';
import { textOf } from './support.ts';

/** The outline as the editor's tree shows it, `(off)` for what is switched off. */
function draw(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, isInactive, children }) => [
    `${indent}${name}${detail === undefined ? '' : ` — ${detail}`}${isInactive ? ' (off)' : ''}`,
    ...draw(children, `${indent}  `),
  ]);
}

function outline(text: string, file?: string): string[] {
  const fixture = readFixture(text);
  const source = file === undefined ? fixture.root : fixture.sources.get(file);
  assert.ok(source);
  return draw(listDocumentSymbols(analyseFixture(fixture), source));
}

describe('outline', () => {
  it('shows a file in its order, neighbours of a kind together', () => {
    const text = [
      '#!KAMAILIO',
      '#!define WITH_TLS',
      '#!trydef SETS "1;2"',
      'debug=2',
      'listen=udp:127.0.0.1:5060 name "edge"',
      'include_file "modules.cfg"',
      'loadmodule "tm.so"',
      'loadmodule "/usr/lib/sl.so"',
      'modparam("tm", "fr_timer", 3000)',
      'modparam("tm", "fr_inv_timer", -1)',
      'modparam("sl", "default_code", 505)',
      'flags ONE, TWO:2;',
      'gw.ip = "192.0.2.1" desc "gateway"',
      '',
      '# Every request.',
      'request_route { exit; }',
      'route[RELAY] {',
      '  exit;',
      '}',
      'failure_route["FAILED"] { exit; }',
      'event_route[tm:local-request] { exit; }',
    ].join('\n');
    assert.deepEqual(outline(text), [
      'Defines — 2',
      '  WITH_TLS',
      '  SETS — "1;2"',
      'Core settings — 2',
      '  debug — 2',
      '  listen — udp:127.0.0.1:5060 name "edge"',
      'modules.cfg — include_file',
      'Modules — 2',
      '  tm',
      '  sl',
      'tm — module parameters',
      '  fr_timer — 3000',
      '  fr_inv_timer — -1',
      'sl — module parameters',
      '  default_code — 505',
      'Flags — 2',
      '  ONE',
      '  TWO — 2',
      'gw.ip — "192.0.2.1"',
      'request_route — Every request.',
      'route[RELAY]',
      'failure_route[FAILED]',
      'event_route[tm:local-request]',
    ]);
  });

  it('shows both sides of a condition', () => {
    const text =
      '#!ifdef A\nroute[X] { exit; }\nloadmodule "a.so"\n#!else\nroute[X] { drop; }\nloadmodule "b.so"\n#!endif\n';
    assert.deepEqual(outline(text), ['route[X] (off)', 'a (off)', 'route[X]', 'b']);
  });

  it('shows what directives do inside a route block below it', () => {
    const text =
      '--- kamailio.cfg\nrequest_route {\n#!define IN 1\n  include_file "a.cfg"\n}\nroute[B] { exit; }\n--- a.cfg\nexit;\n';
    assert.deepEqual(outline(text), ['request_route', '  IN — 1', '  a.cfg — include_file', 'route[B]']);
  });

  it('shows the entries of the one file, once each', () => {
    const text =
      '--- kamailio.cfg\ninclude_file "a.cfg"\ninclude_file "a.cfg"\n--- a.cfg\n#!trydef N 1\nroute[M] { exit; }\n';
    assert.deepEqual(outline(text), ['Included files — 2', '  a.cfg — include_file', '  a.cfg — include_file']);
    assert.deepEqual(outline(text, 'a.cfg'), ['N — 1', 'route[M]']);
  });

  it('has exact places', () => {
    const fixture = readFixture(
      'loadmodule "tm.so"\r\nroute[é] {\r\n  exit;\r\n}\r\nmodparam("tm", "fr_timer", 3)\r\n',
    );
    const symbols = listDocumentSymbols(analyseFixture(fixture), fixture.root);
    const places = symbols
      .flatMap((symbol) => [symbol, ...symbol.children])
      .map(({ range, selection }) => [textOf(range), textOf(selection)]);
    assert.deepEqual(places[0], ['loadmodule "tm.so"', 'tm.so']);
    assert.deepEqual(places.at(-1), ['modparam("tm", "fr_timer", 3)', 'fr_timer']);
  });

  it('keeps the blocks behind one that lacks a brace', () => {
    const text = 'route[A] {\n  if (1) {\n  exit;\n}\nroute[B] { exit; }\nroute[C] { exit; }\n';
    assert.deepEqual(outline(text), ['route[A]', 'route[B]', 'route[C]']);
  });

  it('is empty for an empty file', () => {
    assert.deepEqual(outline(''), []);
  });
});
