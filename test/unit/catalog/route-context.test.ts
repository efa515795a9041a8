import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isAllowedInContext, routeContextMask, routeMask } from '../../../server/src/catalog/route-context.ts';

describe('route types', () => {
  it('let a function into the blocks that its export names', () => {
    const routes = routeMask(['REQUEST', 'FAILURE']);
    assert(isAllowedInContext(routes, routeContextMask('request_route')));
    assert(isAllowedInContext(routes, routeContextMask('route', 'RELAY')));
    assert(isAllowedInContext(routes, routeContextMask('failure_route', 'MANAGE')));
    assert(!isAllowedInContext(routes, routeContextMask('onreply_route', 'MANAGE')));
    assert(!isAllowedInContext(routes, routeContextMask('branch_route', 'MANAGE')));
  });

  it('tell the reply route of the core from that of tm by the name', () => {
    const ofTm = routeMask(['TM_ONREPLY']);
    const ofCore = routeMask(['CORE_ONREPLY']);
    assert(isAllowedInContext(ofTm, routeContextMask('onreply_route', 'MANAGE')));
    assert(!isAllowedInContext(ofCore, routeContextMask('onreply_route', 'MANAGE')));
    for (const context of [
      routeContextMask('onreply_route'),
      routeContextMask('onreply_route', '0'),
      routeContextMask('reply_route'),
    ]) {
      assert(isAllowedInContext(ofCore, context));
      assert(!isAllowedInContext(ofTm, context));
      assert(isAllowedInContext(routeMask(['ONREPLY']), context));
    }
  });

  it('let anything with REQUEST or EVENT into an event route, and ANY everywhere', () => {
    const event = routeContextMask('event_route', 'tm:local-request');
    assert(isAllowedInContext(routeMask(['REQUEST']), event));
    assert(isAllowedInContext(routeMask(['EVENT']), event));
    assert(isAllowedInContext(routeMask(['ONEVENT']), event));
    assert(!isAllowedInContext(routeMask(['LOCAL']), event));
    for (const context of [event, routeContextMask('onsend_route'), routeContextMask('branch_route', 'X')]) {
      assert(isAllowedInContext(routeMask(['ANY']), context));
    }
  });
});
