/** A configuration around a snippet: what its description says it needs, and no more than that. */
import type { Place } from './snippet-text.ts';

const MODULES = ['tm', 'tmx', 'sl', 'rr', 'pv', 'maxfwd', 'textops', 'siputils', 'sanity', 'xlog', 'ctl'];

/** Modules that only some snippets use. They follow each other in the order in which they must be loaded. */
const ON_DEMAND: { module: string; usedBy: RegExp; settings: string[] }[] = [
  {
    module: 'dmq',
    usedBy: /dmq_handle_message/,
    settings: [
      'listen=udp:127.0.0.1:5998 name "dmq"',
      'modparam("dmq", "server_address", "sip:127.0.0.1:5998")',
      'modparam("dmq", "notification_address", "sip:127.0.0.1:5997")',
    ],
  },
  {
    module: 'htable',
    usedBy: /\$sht/,
    settings: ['modparam("htable", "htable", "attempts=>size=8;autoexpire=60;initval=0")'],
  },
  { module: 'dialog', usedBy: /\$dlg_var|dlg_manage|event_route\[dialog:/, settings: [] },
  {
    module: 'dispatcher',
    usedBy: /\bds_|event_route\[dispatcher:/,
    settings: [
      'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")',
      'modparam("dispatcher", "flags", 2)',
      'modparam("dispatcher", "ds_ping_interval", 30)',
      'modparam("dispatcher", "ds_probing_mode", 1)',
    ],
  },
  {
    module: 'rtpengine',
    usedBy: /\brtpengine_/,
    settings: ['modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")'],
  },
];

/** The lines of a configuration that has the snippet's text in its place. */
export function hostSnippet(place: Place, text: string): string {
  if (place === 'File') return `${text}\nloadmodule "ctl.so"\n`;
  const loaded = (module: string): boolean => text.includes(`loadmodule "${module}.so"`);
  const lines = ['#!KAMAILIO', 'debug=2', 'children=1', 'tcp_children=1'];
  if (!/^listen=udp/m.test(text)) lines.push('listen=udp:127.0.0.1:5999');
  for (const module of MODULES) if (!loaded(module)) lines.push(`loadmodule "${module}.so"`);
  for (const { module, usedBy, settings } of ON_DEMAND) {
    if (usedBy.test(text) && !loaded(module)) lines.push(`loadmodule "${module}.so"`, ...settings);
  }
  if (place === 'Top level') lines.push(text);
  if (!text.includes('request_route {')) {
    lines.push('request_route {', place === 'Request route' ? text : '', '\texit;', '}');
  }
  if (place === 'Failure route') lines.push('failure_route[HOST] {', text, '\texit;', '}');
  return [...lines, ...missingRoutes(text), ''].join('\n');
}

/** Empty blocks for the routes that a snippet names and leaves to the rest of the configuration. */
function missingRoutes(text: string): string[] {
  const kinds = [
    { kind: 'route', named: /(?<!\w)route\((\w+)\)/g },
    { kind: 'failure_route', named: /t_on_failure\("(\w+)"\)/g },
  ];
  return kinds.flatMap(({ kind, named }) =>
    [...new Set([...text.matchAll(named)].map(([, name]) => name ?? ''))]
      .filter((name) => !new RegExp(`(?<!\\w)${kind}\\[${name}\\]`).test(text))
      .map((name) => `${kind}[${name}] { return; }`),
  );
}
