import { listenSockets } from '../semantic/listen-sockets.ts';
import type { Program } from '../semantic/program.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { readNumber } from '../syntax/number-literal.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';

const ENGINES = ['tls', 'tls_wolfssl'];

export const tlsDisabled: Rule = {
  code: 'tls-disabled',
  severity: 'warning',
  category: 'settings',
  summary: 'TLS is half set up: the setting, the module or the listen for it is missing.',
  advice: 'Set enable_tls=yes and load the tls module, or remove what is for TLS.',
  documentation: {
    why:
      'TLS needs `enable_tls=yes` and the `tls` module. Without the first, Kamailio passes over every TLS `listen`; without ' +
      'the second it switches TLS off at its start. Both only show in the log.',
    wrong: `listen=udp:127.0.0.1:5060
listen=tls:127.0.0.1:5061
loadmodule "tls.so"
request_route {
  exit;
}
`,
    right: `enable_tls=yes
listen=udp:127.0.0.1:5060
listen=tls:127.0.0.1:5061
loadmodule "tls.so"
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule || !isWhole(analysis)) return;
    const { isOn, range } = enabling(program);
    if (isOn === undefined) return;
    const engine = ENGINES.find((name) => facts.isLoaded(name));
    if (isOn && range && engine === undefined) {
      if (mayStandElsewhere(analysis, /loadmodule[^\n]*\btls/)) return;
      report({ range, message: 'TLS is switched off when Kamailio starts: no module for it is loaded' });
    }
    if (isOn) return;
    const listens = listenSockets(program.symbols).filter(({ addresses }) =>
      addresses?.some(({ protocol }) => protocol === 'tls'),
    );
    if ((listens.length === 0 && engine === undefined) || mayStandElsewhere(analysis, /\b(?:enable|disable)_tls\b/))
      return;
    for (const listen of listens) {
      report({ range: listen.range, message: "Kamailio does not listen here: 'enable_tls' is not set" });
    }
    const load = engine === undefined ? undefined : facts.loads.get(engine);
    if (listens.length > 0 || !load) return;
    const message = `module '${load.module.name}' does nothing: 'enable_tls' is not set`;
    report({ range: valueRange(load.module.token), message });
  },
};

/** Whether TLS is switched on, and where; unknown for a value from outside. */
function enabling({ symbols }: Program): { isOn: boolean | undefined; range: SourceRange | undefined } {
  const setting = symbols.settings.findLast(({ name }) => /^(?:enable|disable)_tls$/.test(name.image));
  if (!setting) return { isOn: false, range: undefined };
  const { value } = setting.node;
  const token = value?.kind === 'literalValue' ? setting.item.tokens[value.token] : undefined;
  const number = token && readNumber(token);
  if (!token || number === undefined) return { isOn: undefined, range: undefined };
  return { isOn: (number !== 0) === (setting.name.image === 'enable_tls'), range: valueRange(token) };
}
