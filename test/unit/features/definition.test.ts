import assert from 'node:assert/strict';
import { findDefinition } from '../../../server/src/features/definition.ts';
import type { FixtureOptions } from '../support/fixture.ts';
import { atCursor, placeOf, textOf } from './support.ts';

/** The places that the editor would go to: file, line and name. */
function targets(text: string, options?: FixtureOptions): string[] {
  const { analysis, source, offset } = atCursor(text, options);
  return (findDefinition(analysis, source, offset)?.targets ?? []).map(({ selection }) => placeOf(selection));
}

describe('go to definition', () => {
  it('goes from every way of naming a route block to the block', () => {
    const blocks = [
      'route[R] { exit; }',
      'failure_route[R] { exit; }',
      'onreply_route["R"] { exit; }',
      'branch_route[R] { exit; }',
      'event_route[tm:branch-failure:R] { exit; }',
    ].join('\n');
    const from = (call: string): string[] => targets(`request_route { ${call} }\n${blocks}`);
    assert.deepEqual(from('route(‸R);'), ['kamailio.cfg:2 R']);
    assert.deepEqual(from('if (route("R‸")) exit;'), ['kamailio.cfg:2 R']);
    assert.deepEqual(from('t_on_failure("‸R");'), ['kamailio.cfg:3 R']);
    assert.deepEqual(from('t_on_reply("‸R");'), ['kamailio.cfg:4 R']);
    assert.deepEqual(from("t_on_branch('‸R');"), ['kamailio.cfg:5 R']);
    assert.deepEqual(from('t_on_branch_failure("‸R");'), ['kamailio.cfg:6 tm:branch-failure:R']);
    assert.deepEqual(from('$dlg_ctx(to_route) = "‸R";'), ['kamailio.cfg:2 R']);
    assert.deepEqual(from('async_task_route("‸R");'), ['kamailio.cfg:2 R']);
  });

  it('takes the whole block for the definition and its name for the place', () => {
    const { analysis, source, offset } = atCursor('request_route { route(‸R); }\nroute[R] {\n  exit;\n}\n');
    const found = findDefinition(analysis, source, offset);
    assert.ok(found);
    assert.equal(textOf(found.origin), 'R');
    assert.deepEqual(
      found.targets.map(({ range }) => textOf(range)),
      ['route[R] {\n  exit;\n}'],
    );
  });

  it('goes to numbered blocks and to the request route by its number', () => {
    assert.deepEqual(targets('request_route { route(‸7); }\nroute[7] { exit; }'), ['kamailio.cfg:2 7']);
    assert.deepEqual(targets('request_route { exit; }\nroute[A] { route(‸0); }'), ['kamailio.cfg:1 request_route']);
  });

  it('goes to the blocks on both sides of a condition, from either side', () => {
    const text = '#!ifdef A\nroute[X] { exit; }\n#!else\nroute[X] { drop; }\n#!endif\n';
    const both = ['kamailio.cfg:2 X', 'kamailio.cfg:4 X'];
    assert.deepEqual(targets(`${text}request_route { route(‸X); }`).sort(), both);
    assert.deepEqual(targets(`${text}#!ifdef A\nrequest_route { route(‸X); }\n#!endif`).sort(), both);
  });

  it('goes from a module parameter to the block it names', () => {
    const text = 'modparam("rtimer", "exec", "timer=t;route=TI‸CK")\nroute[TICK] { exit; }';
    assert.deepEqual(targets(text), ['kamailio.cfg:2 TICK']);
  });

  it('goes to included files, and from them back to what includes them', () => {
    const text = (root: string, calls: string): string => `--- kamailio.cfg\n${root}\n--- calls.cfg\n${calls}`;
    assert.deepEqual(targets(text('include_file "ca‸lls.cfg"', 'debug=1')), ['calls.cfg:1']);
    const block = 'route[HOME] { exit; }\ninclude_file "calls.cfg"';
    assert.deepEqual(targets(text(block, 'request_route { route(HO‸ME); }')), ['kamailio.cfg:1 HOME']);
    assert.deepEqual(targets(text('import_file "no‸where.cfg"', '')), []);
  });

  it('follows an include that a condition switches off', () => {
    const text = '--- kamailio.cfg\n#!ifdef NEVER\ninclude_file "ca‸lls.cfg"\n#!endif\n--- calls.cfg\ndebug=1';
    assert.deepEqual(targets(text), ['calls.cfg:1']);
  });

  it('goes to the files of module parameters, through a define too', () => {
    const list = '\n--- dispatcher.list\n1 sip:a\n';
    const literal = 'modparam("dispatcher", "list_file", "/etc/kamailio/disp‸atcher.list")';
    assert.deepEqual(targets(`--- kamailio.cfg\n${literal}${list}`), ['dispatcher.list:1']);
    const define = '#!define LIST "/etc/kamailio/dispatcher.list"\nmodparam("dispatcher", "list_file", LI‸ST)';
    assert.deepEqual(targets(`--- kamailio.cfg\n${define}${list}`), ['kamailio.cfg:1 LIST', 'dispatcher.list:1']);
  });

  it('goes to defines, and to what they stand for', () => {
    assert.deepEqual(targets('#!define A 1\n#!ifdef ‸A\n#!endif\n'), ['kamailio.cfg:1 A']);
    assert.deepEqual(targets('#!trydef A 1\n#!redefine A 2\ndebug=‸A\n'), ['kamailio.cfg:1 A', 'kamailio.cfg:2 A']);
    const text = '#!define FAIL "F"\nrequest_route { t_on_failure(FA‸IL); }\nfailure_route[F] { exit; }';
    assert.deepEqual(targets(text), ['kamailio.cfg:1 FAIL', 'kamailio.cfg:3 F']);
    assert.deepEqual(targets('#!ifdef KAMAI‸LIO_5\n#!endif\n'), []);
  });

  it('goes to flags, custom globals and hash tables', () => {
    assert.deepEqual(targets('flags ONE, TWO:2;\nrequest_route { setflag(TW‸O); }'), ['kamailio.cfg:1 TWO']);
    const global = 'gw.ip = "x" desc "y"\n';
    assert.deepEqual(targets(`${global}request_route { $du = $sel(cfg_get.gw.‸ip); }`), ['kamailio.cfg:1 gw.ip']);
    assert.deepEqual(targets(`${global}request_route { xlog("$sel(cfg_get.gw.‸ip)"); }`), ['kamailio.cfg:1 gw.ip']);
    assert.deepEqual(targets(`${global}request_route { $du = @cfg_get.‸gw.ip; }`), ['kamailio.cfg:1 gw.ip']);
    const table = 'modparam("htable", "htable", "a=>size=4;")\nmodparam("htable", "htable", "ban=>size=8;")\n';
    assert.deepEqual(targets(`${table}request_route { $sht(b‸an=>$si) = 1; }`), ['kamailio.cfg:2 ban']);
    assert.deepEqual(targets(`${table}request_route { xlog("é $sht(b‸an=>x)"); }`), ['kamailio.cfg:2 ban']);
  });

  it('stays where it is on the definition itself', () => {
    assert.deepEqual(targets('route[X‸] { exit; }'), ['kamailio.cfg:1 X']);
    assert.deepEqual(targets('#!define ABC‸ 1\n'), ['kamailio.cfg:1 ABC']);
  });

  it('goes nowhere from what nothing defines', () => {
    assert.deepEqual(targets('request_route { route(GO‸NE); }'), []);
    assert.deepEqual(targets('request_route { t_rel‸ay(); }'), []);
  });
});
