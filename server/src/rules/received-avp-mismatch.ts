import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

export const receivedAvpMismatch: Rule = {
  code: 'received-avp-mismatch',
  severity: 'warning',
  category: 'modules',
  summary: 'The modules nathelper and registrar keep the source of a registration in different AVPs.',
  advice: 'Set received_avp to the same AVP for both: modparam("nathelper|registrar", "received_avp", …).',
  documentation: {
    why:
      '`fix_nated_register()` puts the address that a REGISTER came from into the `received_avp` of `nathelper`, and ' +
      '`save()` reads the one of `registrar`. Where they differ the address is lost, and calls to phones behind NAT go to ' +
      'the private address.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "nathelper.so"
modparam("nathelper", "received_avp", "$avp(RECEIVED)")
request_route {
  fix_nated_register();
  save("location");
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "nathelper.so"
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
request_route {
  fix_nated_register();
  save("location");
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (!facts.isLoaded('nathelper') || !facts.isLoaded('registrar') || !isWhole(analysis)) return;
    const [call] = callsOf(analysis, 'nathelper', ['fix_nated_register']);
    if (!call) return;
    const helper = lastSetting(analysis, 'nathelper', 'received_avp');
    const registrar = lastSetting(analysis, 'registrar', 'received_avp');
    const read = helper && textOf(helper);
    const written = registrar && textOf(registrar);
    if (helper?.valueToken && registrar?.valueToken && read !== undefined && written !== undefined) {
      if (normal(read) === normal(written)) return;
      report({
        range: valueRange(registrar.valueToken),
        message: `the address of phones behind NAT is lost: 'received_avp' of module 'nathelper' is ${read}, this is ${written}`,
        related: [{ range: valueRange(helper.valueToken), message: 'the AVP that is written' }],
      });
      return;
    }
    const [present, absent] = helper ? [helper, 'registrar'] : [registrar, 'nathelper'];
    if (!present?.valueToken || textOf(present) === undefined) return;
    if (!isNeverSet(analysis, absent, 'received_avp')) return;
    report({
      range: valueRange(present.valueToken),
      message: `the address of phones behind NAT is lost: 'received_avp' of module '${absent}' is not set to the same AVP`,
    });
  },
};

/** `$avp(s:a)` and `$avp(a)` are the same. */
function normal(text: string): string {
  return text.replace(/\s+/g, '').replace(/^\$avp\(s:/, '$avp(');
}
