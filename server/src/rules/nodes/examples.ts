/** What each of the two nodes has in the examples of the rules' pages, before what the rule is about. */
function nodeText(own: string, other: string, modules: readonly string[], settings: string, route: string): string {
  return `listen=udp:${own}:5060
${['sl', 'tm', 'dmq', ...modules].map((module) => `loadmodule "${module}.so"\n`).join('')}\
modparam("dmq", "server_address", "sip:${own}:5060")
modparam("dmq", "notification_address", "sip:${other}:5060")
${settings}\
request_route {
  if (method == "KDMQ") dmq_handle_message();
${route}\
}
`;
}

/**
 * Two nodes that ask each other for nodes, with modules beside dmq and what else each of them sets; both do the same
 * with a request.
 */
export function twoNodes(modules: readonly string[], north: string, south: string, route = ''): string {
  const [first, second] = ['192.0.2.1', '192.0.2.2'] as const;
  return `--- north.cfg
${nodeText(first, second, modules, north, route)}\
--- south.cfg
${nodeText(second, first, modules, south, route)}`;
}

/** What both nodes need to replicate a table. */
export const REPLICATED_TABLE = `modparam("htable", "enable_dmq", 1)
modparam("htable", "htable", "ipban=>size=8;dmqreplicate=1;")
`;

/** When nodes are compared at all, as the page of each rule ends its reasons. */
export const WHEN_COMPARED =
  '\n\nNodes are compared when the editor knows both configurations, or `kamailio-lint` is given both, and the one asks ' +
  'the other for nodes: its `notification_address` is the `server_address` of the other.';
