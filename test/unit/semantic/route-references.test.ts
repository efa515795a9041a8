import assert from 'node:assert/strict';
import {
  findRoutes,
  ROUTE_ARGUMENTS,
  ROUTE_PARAMETERS,
  routeTable,
} from '../../../server/src/semantic/route-references.ts';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import { openCatalog } from '../catalog/repository.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

function references(text: string): string[] {
  const { program } = analyseFixture(readFixture(text));
  return routeTable(program).references.map(
    ({ list, name, range, isActive }) =>
      `${list} ${name} <${range.source.text.slice(range.start, range.end)}>${isActive ? '' : ' inactive'}`,
  );
}

describe('places that name route blocks', () => {
  it('finds the names in calls, whatever their form', () => {
    const text = [
      'request_route {',
      '  route(RELAY); route("OTHER"); route(0x10); route("A" );',
      '  t_on_failure("FAIL"); t_on_reply("1"); t_on_branch(\'BR\'); t_on_branch_failure("bf");',
      '  if (!t_on_failure("0") || !t_on_reply("")) exit;',
      '  async_task_route("TASK"); t_continue("$var(i)", "$var(l)", "BACK");',
      '  route("$var(x)"); route($var(y));',
      '}',
    ].join('\n');
    assert.deepEqual(references(text), [
      'main RELAY <RELAY>',
      'main OTHER <OTHER>',
      'main 16 <0x10>',
      'main A <A>',
      'failure FAIL <FAIL>',
      'onreply 1 <1>',
      'branch BR <BR>',
      'event tm:branch-failure:bf <bf>',
      'main TASK <TASK>',
      'main BACK <BACK>',
    ]);
  });

  it('finds the names in module parameters and in $dlg_ctx(to_route)', () => {
    const text = [
      'modparam("rtimer", "exec", "timer=t1;route=TICK")',
      'modparam("evrexec", "exec", "name=evrexec:init;wait=1000;")',
      'modparam("tm", "on_sl_reply", "SL")',
      'request_route { $dlg_ctx(to_route) = "TIMEOUT"; $var(x) = "NOT"; }',
    ].join('\n');
    assert.deepEqual(references(text), [
      'main TICK <TICK>',
      'event evrexec:init <evrexec:init>',
      'onreply SL <SL>',
      'main TIMEOUT <TIMEOUT>',
    ]);
  });

  it('marks a whole use of a define, and knows text that a condition skips', () => {
    const text = [
      '#!define FAILROUTE "FAIL"',
      'request_route {',
      '  t_on_failure(FAILROUTE);',
      '#!ifdef NEVER',
      '  route(SKIPPED);',
      '#!endif',
      '}',
    ].join('\n');
    assert.deepEqual(references(text), ['failure FAIL <FAILROUTE>', 'main SKIPPED <SKIPPED> inactive']);
  });

  it("takes save() for naming a route only with the S-CSCF's registrar", () => {
    const call = 'request_route { save("location", "x"); }';
    assert.deepEqual(references(call), []);
    assert.deepEqual(references(`loadmodule "ims_registrar_scscf.so"\n${call}`), ['main location <location>']);
  });

  it('finds the blocks of a name in their list, on both sides of a condition', () => {
    const text = [
      'request_route { exit; }',
      '#!ifdef A',
      'route[X] { exit; }',
      '#!else',
      'route[X] { drop; }',
      'route(NO);',
      '#!endif',
      'failure_route[X] { exit; }',
      'onreply_route["Y"] { exit; }',
      'reply_route { exit; }',
      'event_route[tm:branch-failure:z] { exit; }',
    ].join('\n');
    const { program } = analyseFixture(readFixture(text));
    const find = (...[list, name]: [Parameters<typeof findRoutes>[1], string]): string[] =>
      findRoutes(program, list, name).map(
        ({ symbol, range, isActive }) =>
          `${symbol.kind} ${range.source.text.slice(range.start, range.end)}${isActive ? '' : ' inactive'}`,
      );
    assert.deepEqual(find('main', 'X'), ['route X', 'route X inactive']);
    assert.deepEqual(find('failure', 'X'), ['failure_route X']);
    assert.deepEqual(find('onreply', 'Y'), ['onreply_route Y']);
    assert.deepEqual(find('main', '0'), ['request_route request_route']);
    assert.deepEqual(find('onreply', '0'), ['reply_route reply_route']);
    assert.deepEqual(find('event', 'tm:branch-failure:z'), ['event_route tm:branch-failure:z']);
  });

  it('names only functions and parameters that a version of Kamailio has, with that many arguments', () => {
    const catalogs = KAMAILIO_VERSIONS.map(openCatalog);
    for (const { module, function: name, argument } of ROUTE_ARGUMENTS) {
      if (module === 'core') continue;
      const known = catalogs.some((catalog) =>
        catalog
          .module(module)
          ?.functions.some(
            (entry) =>
              entry.name === name && entry.signatures.some(({ maxArguments }) => (maxArguments ?? 9) > argument),
          ),
      );
      assert.ok(known, `${module}.${name}() with ${argument + 1} arguments`);
    }
    for (const { module, parameter } of ROUTE_PARAMETERS) {
      assert.ok(catalogs[0]?.parameter(module, parameter), `${module}.${parameter}`);
    }
  });
});
