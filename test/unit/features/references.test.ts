import assert from 'node:assert/strict';
import { findReferences } from '../../../server/src/features/references.ts';
import { atCursor, placeOf } from './support.ts';

function references(text: string, includeDeclaration = true): string[] {
  const { analysis, source, offset } = atCursor(text);
  return findReferences(analysis, source, offset, { includeDeclaration }).map(placeOf).sort();
}

describe('find references', () => {
  const ROUTES = [
    '--- kamailio.cfg',
    'include_file "calls.cfg"',
    'request_route {',
    '  route(R‸);',
    '#!ifdef NEVER',
    '  route("R");',
    '#!endif',
    '  t_on_failure("R");',
    '}',
    '--- calls.cfg',
    'route[R] { route(OTHER); }',
    'failure_route[R] { async_task_route("R"); }',
  ].join('\n');

  it('finds who names a route block of a kind, in all files and on both sides of a condition', () => {
    const uses = ['calls.cfg:2 R', 'kamailio.cfg:3 R', 'kamailio.cfg:5 R'];
    assert.deepEqual(references(ROUTES), ['calls.cfg:1 R', ...uses]);
    assert.deepEqual(references(ROUTES, false), uses);
  });

  it('starts at the block as well', () => {
    const fromBlock = ROUTES.replace('‸', '').replace('failure_route[R', 'failure_route[R‸');
    assert.deepEqual(references(fromBlock), ['calls.cfg:2 R', 'kamailio.cfg:7 R']);
  });

  it('finds defines in code, in conditions and where they are switched off', () => {
    const text = [
      '#!define SET‸ 1',
      '#!ifdef SET',
      'request_route { ds_select_dst(SET, "4"); xlog("SET"); }',
      '#!else',
      'request_route { ds_select_dst(SET, "8"); }',
      '#!endif',
      '#!ifexp SET == 1',
      '#!endif',
      '# SET',
      '',
    ].join('\n');
    assert.deepEqual(references(text), [
      'kamailio.cfg:1 SET',
      'kamailio.cfg:2 SET',
      'kamailio.cfg:3 SET',
      'kamailio.cfg:5 SET',
      'kamailio.cfg:7 SET',
    ]);
    assert.equal(references(text, false).length, 4);
  });

  it('finds flags and custom globals', () => {
    const flags = 'flags F‸:1;\nrequest_route { setflag(F); if (isflagset(F)) exit; }';
    assert.deepEqual(references(flags), ['kamailio.cfg:1 F', 'kamailio.cfg:2 F', 'kamailio.cfg:2 F']);
    const globals =
      'gw.i‸p = "x"\nrequest_route { $du = $sel(cfg_get.gw.ip); xlog("$sel(cfg_get.gw.ip) @cfg_get.gw.ip"); $ru = @cfg_get.gw.ip; }';
    assert.deepEqual(references(globals), [
      'kamailio.cfg:1 gw.ip',
      'kamailio.cfg:2 @cfg_get.gw.ip',
      'kamailio.cfg:2 cfg_get.gw.ip',
      'kamailio.cfg:2 cfg_get.gw.ip',
    ]);
  });

  it('finds nothing for what has no definition in a configuration', () => {
    assert.deepEqual(references('request_route { t_rel‸ay(); }'), []);
  });
});
