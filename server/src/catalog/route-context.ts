/**
 * Route types as Kamailio's `src/core/route.h` numbers them. A module function carries the set of route types it may
 * be called from, a route block has one or more of them.
 */
const ROUTE_MASKS = {
  REQUEST: 1 << 0,
  FAILURE: 1 << 1,
  TM_ONREPLY: 1 << 2,
  BRANCH: 1 << 3,
  ONSEND: 1 << 4,
  ERROR: 1 << 5,
  LOCAL: 1 << 6,
  CORE_ONREPLY: 1 << 7,
  BRANCH_FAILURE: 1 << 8,
  ONEVENT: 1 << 9,
  ONREPLY: (1 << 2) | (1 << 7),
  EVENT: (1 << 0) | (1 << 9),
  ANY: 0xffffffff,
} as const;

/** The name of a route type in the export tables, without the `_ROUTE` that Kamailio's macros end in. */
export type RouteType = keyof typeof ROUTE_MASKS;

/** The keyword that starts a route block. */
export type RouteBlockKind =
  | 'request_route'
  | 'route'
  | 'failure_route'
  | 'branch_route'
  | 'onreply_route'
  | 'reply_route'
  | 'onsend_route'
  | 'event_route';

/** The union of route types as one unsigned number. */
export function routeMask(types: readonly RouteType[]): number {
  let mask = 0;
  for (const type of types) {
    mask |= ROUTE_MASKS[type];
  }
  return mask >>> 0;
}

/**
 * The route type the grammar gives to the statements of a block (`rt` in `src/core/cfg.y`, the same in 5.5 to 6.2).
 * An `onreply_route` without a name, or named `0`, is the core's; every other is tm's. `route` is always read as a
 * request route and every `event_route`, `tm:branch-failure:…` and `tm:local-request` included, as an event route,
 * whatever it runs as later.
 */
export function routeContextMask(kind: RouteBlockKind, name?: string): number {
  switch (kind) {
    case 'request_route':
    case 'route':
      return ROUTE_MASKS.REQUEST;
    case 'failure_route':
      return ROUTE_MASKS.FAILURE;
    case 'branch_route':
      return ROUTE_MASKS.BRANCH;
    case 'reply_route':
      return ROUTE_MASKS.CORE_ONREPLY;
    case 'onreply_route':
      return name === undefined || name === '0' ? ROUTE_MASKS.CORE_ONREPLY : ROUTE_MASKS.TM_ONREPLY;
    case 'onsend_route':
      return ROUTE_MASKS.ONSEND;
    case 'event_route':
      return ROUTE_MASKS.EVENT;
  }
}

/**
 * Whether a function with these route types may stand in a block of that context, as `sr_cmd_flags_match()` in
 * `src/core/sr_module.c` decides: all types of the block must be allowed, except that an event route is content with
 * either `REQUEST` or `ONEVENT`.
 */
export function isAllowedInContext(functionMask: number, contextMask: number): boolean {
  const common = (functionMask & contextMask) >>> 0;
  return common === contextMask || (contextMask === ROUTE_MASKS.EVENT && common !== 0);
}
