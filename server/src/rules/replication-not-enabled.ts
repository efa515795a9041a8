import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { effectiveInteger, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

/** Parameters that make a module replicate over dmq. */
const SWITCHES: Readonly<Record<string, string>> = {
  dialog: 'enable_dmq',
  dmq_usrloc: 'enable',
  htable: 'enable_dmq',
  presence: 'enable_dmq',
  rtpengine: 'enable_dmq',
};

export const replicationNotEnabled: Rule = {
  code: 'replication-not-enabled',
  severity: 'warning',
  category: 'replication',
  summary: 'A module for replication is loaded, but nothing is replicated.',
  advice: 'Switch it on for the module whose data is to be shared.',
  documentation: {
    why:
      'Loading `dmq_usrloc` replicates nothing: its parameter `enable` is 0 unless it is set. In the same way `dmq` only ' +
      'carries what `enable_dmq` of another module, or a function in the script, gives it.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "dmq.so"
loadmodule "dmq_usrloc.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "usrloc.so"
loadmodule "dmq.so"
loadmodule "dmq_usrloc.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
modparam("dmq_usrloc", "enable", 1)
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
  },
  check(analysis, report) {
    if (!isWhole(analysis)) return;
    const facts = factsOf(analysis);
    const contacts = facts.loads.get('dmq_usrloc');
    const isOff = effectiveInteger(analysis, 'dmq_usrloc', 'enable', 0) === 0;
    if (contacts && isOff) {
      const setting = lastSetting(analysis, 'dmq_usrloc', 'enable');
      const message = `no contact is replicated: 'enable' of module 'dmq_usrloc' is ${setting ? '0' : 'not set'}`;
      report({ range: valueRange(setting?.valueToken ?? contacts.module.token), message });
    }
    const dmq = facts.loads.get('dmq');
    if (!dmq || contacts || facts.hasUnknownModule || hasForeignScript(analysis)) return;
    const isUsed = Object.entries(SWITCHES).some(
      ([module, parameter]) => facts.isLoaded(module) && effectiveInteger(analysis, module, parameter, 0) !== 0,
    );
    const calls = /^dmq_(?:send|bcast)_message$|^dmq_t_replicate$|^dmq_is_from_node$/;
    if (isUsed || callsOf(analysis, 'dmq', calls).length > 0) return;
    if (mayStandElsewhere(analysis, /\bdmq_(?:usrloc|send|bcast|t_replicate)|enable_dmq/)) return;
    const message = "module 'dmq' carries nothing: no module replicates over it, and no function sends over it";
    report({ range: valueRange(dmq.module.token), message, severity: 'information' });
  },
};
