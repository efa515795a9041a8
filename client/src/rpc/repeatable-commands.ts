/** Which commands can be asked twice without anybody noticing. */

/**
 * Commands that only read. A request for one of them may go over a connection that was kept from an earlier call and
 * is sent once more when that turns out to be dead: a restarted Kamailio is then not noticed. Every other command may
 * change something, and a connection that breaks leaves open whether it did. So those always go over a connection of
 * their own, on which a restart cannot have gone unnoticed, and are never repeated.
 */
export function isRepeatable(method: string): boolean {
  return REPEATABLE.has(method);
}

const REPEATABLE: ReadonlySet<string> = new Set([
  'cfg.get',
  'core.info',
  'core.shmmem',
  'core.uptime',
  'core.version',
  'dispatcher.hash',
  'dispatcher.list',
  'dlg.stats_active',
  'dmq.list_nodes',
  'htable.dump',
  'htable.get',
  'htable.listTables',
  'htable.stats',
  'stats.fetchn',
  'system.listMethods',
  'tm.stats',
]);
