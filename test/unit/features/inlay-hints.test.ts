import assert from 'node:assert/strict';
import { hintsInList } from '../../../server/src/dispatcher-list/features/inlay-hints.ts';
import { readDispatcherList } from '../../../server/src/dispatcher-list/read-list.ts';
import { inlayHints, type InlayHint, type InlayHintKind } from '../../../server/src/features/inlay-hints.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { analyseFixture, readFixture, type FixtureOptions } from '../support/fixture.ts';

interface HintOptions extends FixtureOptions {
  readonly kinds?: readonly InlayHintKind[];
  /** The file of the fixture that is looked at; the root where it is missing. */
  readonly file?: string;
  readonly range?: { readonly start: number; readonly end: number };
}

const NUMBERS: readonly InlayHintKind[] = ['flags', 'modes', 'durations'];

function hintsOf(text: string, options: HintOptions = {}): { source: SourceText; hints: readonly InlayHint[] } {
  const fixture = readFixture(text);
  const source = options.file === undefined ? fixture.root : fixture.sources.get(options.file);
  assert.ok(source);
  const range = options.range ?? { start: 0, end: source.text.length };
  const kinds = new Set(options.kinds ?? NUMBERS);
  return { source, hints: inlayHints(analyseFixture(fixture, options), source, range, kinds) };
}

/** The file as it is shown, each hint in angle brackets. */
function show(text: string, options: HintOptions = {}): string {
  const { source, hints } = hintsOf(text, options);
  let shown = source.text;
  for (const { offset, label } of hints.toReversed()) {
    shown = `${shown.slice(0, offset)}⟨${label}⟩${shown.slice(offset)}`;
  }
  return shown;
}

/** A statement of a route with its hints. */
function inRoute(statement: string, modules: readonly string[], options: HintOptions = {}): string {
  const loads = modules.map((module) => `loadmodule "${module}.so"\n`).join('');
  return show(`${loads}request_route {\n${statement}\n}\n`, options).split('\n').at(-3) ?? '';
}

describe('inlay hints', () => {
  it('say what modes of module parameters mean', () => {
    const text = `loadmodule "dispatcher.so"
loadmodule "usrloc.so"
modparam("dispatcher", "ds_probing_mode", 1)
modparam("usrloc", "db_mode", 2)
`;
    assert.equal(show(text), text.replace('1)', '1⟨ping all⟩)').replace('db_mode", 2', 'db_mode", 2⟨write by timer⟩'));
  });

  it('take sums of bits apart, and cut long ones', () => {
    assert.equal(
      show('loadmodule "topos.so"\nmodparam("topos", "event_mode", 3)').split('\n')[1],
      'modparam("topos", "event_mode", 3⟨msg-outgoing + msg-sending⟩)',
    );
    assert.equal(inRoute('nat_uac_test("19");', ['nathelper']), 'nat_uac_test("19"⟨private Contact + 2 more⟩);');
  });

  it('say how long long durations are, and the unit where it is not the second', () => {
    const show1 = (module: string, parameter: string, value: string): string | undefined =>
      /(?<=⟨).*(?=⟩)/.exec(show(`loadmodule "${module}"\nmodparam("${module}", "${parameter}", ${value})`))?.[0];
    assert.equal(show1('tm', 'fr_timer', '30000'), '30 s');
    assert.equal(show1('tm', 'fr_inv_timer', '120000'), '2 min');
    assert.equal(show1('tm', 'retr_timer1', '500'), 'ms');
    assert.equal(show1('tm', 'wt_timer', '1500'), '1.5 s');
    assert.equal(show1('dialog', 'default_timeout', '43200'), '12 h');
    assert.equal(show1('dialog', 'early_timeout', '90'), '1 min 30 s');
    assert.equal(show1('msilo', 'expire_time', '100000'), 'about 1 day 4 h');
    assert.equal(show1('dispatcher', 'ds_ping_interval', '10'), undefined);
    assert.equal(show1('dispatcher', 'ds_ping_interval', '0'), undefined);
    assert.equal(show1('dmq', 'worker_usleep', '1000'), '1 ms');
    assert.equal(show1('dmq', 'worker_usleep', '500'), 'µs');
    assert.equal(show1('dispatcher', 'ds_ping_fr_timer', '10'), '625 ms');
    assert.equal(show1('xhttp_prom', 'xhttp_prom_timeout', '30'), 'min');
  });

  it('stand behind core settings, negative numbers too', () => {
    assert.equal(show('debug=2\nlog_stderror=no\n'), 'debug=2⟨info⟩\nlog_stderror=no\n');
    assert.equal(show('debug=-1\n'), 'debug=-1⟨error⟩\n');
    assert.equal(show('tcp_connection_lifetime=3605\n'), 'tcp_connection_lifetime=3605⟨about 1 h⟩\n');
    assert.equal(show('sip_parser_mode=0\nchildren=8\n'), 'sip_parser_mode=0⟨lenient⟩\nchildren=8\n');
  });

  it('stand behind arguments, written as strings or as numbers', () => {
    const modules = ['dispatcher'];
    assert.equal(inRoute('ds_select_dst("1", "4");', modules), 'ds_select_dst("1", "4"⟨round robin⟩);');
    assert.equal(
      inRoute('if (!ds_select_dst(1, 8, 2)) exit;', modules),
      'if (!ds_select_dst(1, 8⟨the first, then the next ones⟩, 2)) exit;',
    );
    assert.equal(inRoute('ds_select_dst("1", "$var(alg)");', modules), 'ds_select_dst("1", "$var(alg)");');
    assert.equal(inRoute('ds_select_dst($var(set), "4");', modules), 'ds_select_dst($var(set), "4"⟨round robin⟩);');
    assert.equal(inRoute('ds_is_from_list("1", "3");', modules), 'ds_is_from_list("1", "3"⟨any port + any protocol⟩);');
    assert.equal(inRoute('setdebug(-1);', ['kex']), 'setdebug(-1⟨error⟩);');
  });

  it('stand inside a string that lists sets and algorithms', () => {
    assert.equal(
      inRoute('ds_select_routes("1=4;20=6", "0");', ['dispatcher']),
      'ds_select_routes("1=4⟨round robin⟩;20=6⟨at random⟩", "0"⟨into $du⟩);',
    );
    assert.equal(
      inRoute('ds_select_routes("1=$var(a);2=9", "0");', ['dispatcher'], { kinds: ['modes'] }),
      'ds_select_routes("1=$var(a);2=9⟨by weight in percent⟩", "0"⟨into $du⟩);',
    );
  });

  it('stand where a define is used, not where it is defined', () => {
    const text = `#!define ALG 4
#!define PAIR "1","4"
#!define MODE 1
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_probing_mode", MODE)
request_route {
  ds_select_dst("1", ALG);
  ds_select_dst(PAIR);
}
`;
    assert.equal(show(text), text.replace('MODE)', 'MODE⟨ping all⟩)').replace('ALG)', 'ALG⟨round robin⟩)'));
  });

  it('show up in included files, once even where they are included twice', () => {
    const text = `--- kamailio.cfg
loadmodule "dispatcher.so"
request_route {
  include_file "select.cfg"
}
route[X] {
  include_file "select.cfg"
}
--- select.cfg
ds_select_dst("1", "4");
`;
    assert.equal(show(text, { file: 'select.cfg' }), 'ds_select_dst("1", "4"⟨round robin⟩);\n');
    assert.deepEqual(hintsOf(text).hints, []);
  });

  it('leave out text that a condition takes away, and comments', () => {
    const text = `loadmodule "dispatcher.so"
#!ifdef NEVER
modparam("dispatcher", "ds_probing_mode", 1)
#!endif
# modparam("dispatcher", "ds_probing_mode", 1)
`;
    assert.deepEqual(hintsOf(text).hints, []);
    assert.equal(hintsOf(text, { defines: ['NEVER'] }).hints.length, 1);
  });

  it('come for the asked lines only', () => {
    const line = 'modparam("dispatcher", "ds_probing_mode", 1)\n';
    const text = `loadmodule "dispatcher.so"\n${line.repeat(20)}`;
    const start = text.indexOf('\n') + 1 + 5 * line.length;
    const { hints, source } = hintsOf(text, { range: { start, end: start + 2 * line.length - 1 } });
    assert.deepEqual(
      hints.map(({ offset }) => source.lineAt(offset)),
      [6, 7],
    );
    const call = 'loadmodule "dispatcher.so"\nrequest_route {\n  ds_select_dst("1",\n    "4");\n}\n';
    const last = call.indexOf('    "4"');
    assert.equal(hintsOf(call, { range: { start: last, end: call.length } }).hints.length, 1);
  });

  it('follow the kinds that are asked for', () => {
    const text = `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("tm", "fr_timer", 30000)
modparam("dispatcher", "ds_probing_mode", 1)
modparam("dispatcher", "ds_dns_mode", 3)
`;
    const labels = (...kinds: InlayHintKind[]): string[] => hintsOf(text, { kinds }).hints.map(({ label }) => label);
    assert.deepEqual(labels('durations'), ['30 s']);
    assert.deepEqual(labels('modes'), ['ping all']);
    assert.deepEqual(labels('flags'), ['resolve when loading + 1 more']);
    assert.deepEqual(labels(), []);
  });

  it('name arguments where that is asked for and a call has several', () => {
    const kinds: InlayHintKind[] = ['arguments'];
    const modules = ['dispatcher', 'xlog', 'sl'];
    assert.equal(
      inRoute('ds_select_dst("1", "4", $var(limit));', modules, { kinds }),
      'ds_select_dst(⟨set:⟩"1", ⟨alg:⟩"4", $var(limit));',
    );
    assert.equal(
      inRoute('sl_send_reply("404", "Not here");', modules, { kinds }),
      'sl_send_reply(⟨code:⟩"404", ⟨reason:⟩"Not here");',
    );
    assert.equal(inRoute('xlog("text");', modules, { kinds }), 'xlog("text");');
  });

  it('follow the version, and the modules that are loaded', () => {
    const statement = 'ds_select_dst("1", "64");';
    assert.equal(inRoute(statement, ['dispatcher']), statement);
    assert.equal(
      inRoute(statement, ['dispatcher'], { version: '6.1' }),
      'ds_select_dst("1", "64"⟨round robin with overload control⟩);',
    );
    const both = 'loadmodule "usrloc.so"\nloadmodule "dispatcher.so"\nmodparam("usrloc|dispatcher", "db_mode", 1)\n';
    assert.equal(show(both), both.replace('1)', '1⟨write each change at once⟩)'));
  });

  it('explain the whole on request', () => {
    const { hints } = hintsOf(`loadmodule "dispatcher.so"
modparam("dispatcher", "ds_probing_mode", 1)
request_route { ds_select_dst("1", "4"); }
debug=2
`);
    const [mode = '', algorithm = '', level = ''] = hints.map(({ tooltip }) => tooltip() ?? '');
    assert.match(mode, /^`1`: ping all\n/);
    assert.match(mode, /modparam\("dispatcher", "ds_probing_mode", int\)/);
    assert.match(mode, /kamailio\.org/);
    assert.match(algorithm, /^`4`: round robin\n/);
    assert.match(algorithm, /`8`: the first, then the next ones/);
    assert.match(level, /^`2`: info\n/);
    assert.match(level, /Core setting/);
  });
});

describe('inlay hints of a list', () => {
  it('name the flags that are set', () => {
    const text = '1 sip:a.example 0\n1 sip:b.example 8 10 duid=b\n1 sip:c.example 9\n1 sip:d.example 32\n';
    const list = readDispatcherList(new SourceText('file:///dispatcher.list', text));
    const hints = hintsInList({ list, version: '5.8', configurations: [] }, { start: 0, end: text.length });
    assert.deepEqual(
      hints.map(({ offset, label }) => `${text.slice(0, offset).split('\n').length} ${label}`),
      ['2 probing', '3 inactive + probing'],
    );
    assert.match(hints[0]?.tooltip() ?? '', /Pinged to learn its state/);
  });
});
