import type { Analysis } from '../../semantic/analysis.ts';
import { findPseudoVariables, readPseudoVariable, type PseudoVariableNode } from '../../syntax/pseudo-variable.ts';
import type { FormFault } from './parameter-forms.ts';
import { loadedVariables } from './loaded-variables.ts';
import { factsOf } from './program-facts.ts';
import { isWhole } from './whole-program.ts';

/**
 * What a module makes of a parameter when it starts: an AVP, any pseudo-variable, or a text with some in it.
 * `numbered` ones take the number or the name of an AVP as well.
 */
type Wanted = 'avp' | 'numbered' | 'variable' | 'text';

/** Each tried on 5.6.3 with right and wrong values, or where that takes a database, read in the source: `mod_init`. */
const WANTED: Readonly<Record<Wanted, readonly string[]>> = {
  avp: [
    ...['call_control.canonical_uri_avp', 'call_control.signaling_ip_avp', 'call_control.sip_application_avp'],
    ...[
      'drouting.attrs_avp',
      'drouting.ruri_avp',
      'lcr.gw_uri_avp',
      'lcr.lcr_id_avp',
      'lcr.ruri_user_avp',
      'lcr.tag_avp',
    ],
    ...['mediaproxy.ice_candidate_avp', 'mediaproxy.media_relay_avp', 'mediaproxy.signaling_ip_avp'],
    ...['msilo.extra_hdrs_avp', 'msilo.snd_time_avp', 'nathelper.received_avp', 'permissions.peer_tag_avp'],
    ...['pua_dialoginfo.pubruri_callee_avp', 'pua_dialoginfo.pubruri_caller_avp', 'registrar.received_avp'],
    ...['rtpengine.setid_avp', 'rtpproxy.ice_candidate_priority_avp', 'siputils.rpid_avp'],
    ...['uac.restore_from_avp', 'uac.restore_to_avp'],
  ],
  numbered: ['tm.fr_inv_timer_avp', 'tm.fr_timer_avp'],
  variable: [
    ...['dialog.timeout_avp', 'lrkproxy.custom_sdp_ip_avp', 'rr.custom_user_avp'],
    ...['rtpengine.read_sdp_pv', 'rtpengine.rtp_inst_pvar', 'rtpengine.write_sdp_pv', 'rtpproxy.rtp_inst_pvar'],
  ],
  text: ['dialog.ruri_pvar', 'dispatcher.hash_pvar', 'rtpengine.extra_id_pv', 'rtpproxy.extra_id_pv'],
};

/** The checks of those parameters, by `module.parameter`. */
export const VARIABLE_FORMS: Readonly<Record<string, (text: string, analysis: Analysis) => FormFault | undefined>> =
  Object.fromEntries(
    Object.entries(WANTED).flatMap(([wanted, names]) =>
      names.map((name) => [name, (text: string, analysis: Analysis) => check(wanted as Wanted, name, text, analysis)]),
    ),
  );

function check(wanted: Wanted, name: string, text: string, analysis: Analysis): FormFault | undefined {
  if (text === '') return undefined;
  const whole = { from: 0, to: text.length };
  const parameter = name.slice(name.indexOf('.') + 1);
  if (wanted === 'text') {
    for (const node of findPseudoVariables(text)) {
      if (node.fault) {
        const message = 'this pseudo-variable is not written to its end: Kamailio does not start';
        return { from: node.start, to: text.length, message };
      }
      const fault = checkVariable(node, analysis);
      if (fault) return fault;
    }
    return undefined;
  }
  if (wanted === 'numbered' && !text.startsWith('$')) return undefined;
  const example = wanted === 'variable' ? 'a pseudo-variable, such as $avp(name)' : 'an AVP, such as $avp(name)';
  const message = `'${parameter}' must be ${example}: Kamailio does not start otherwise`;
  if (!text.startsWith('$')) return { ...whole, message };
  const node = readPseudoVariable(text, 0, true);
  if (node.fault || node.end < text.trimEnd().length) return { ...whole, message };
  const isAvp = node.name.text === 'avp' && node.inner !== undefined;
  if (wanted !== 'variable' && !isAvp && isKnown(node, analysis) !== undefined) return { ...whole, message };
  return checkVariable(node, analysis);
}

function checkVariable(node: PseudoVariableNode, analysis: Analysis): FormFault | undefined {
  const { name, fault } = node;
  if (fault || name.text === '' || isKnown(node, analysis) !== false) return undefined;
  return {
    from: name.start,
    to: name.end,
    message: `no pseudo-variable '$${name.text}' is known: Kamailio does not start`,
  };
}

/** Whether Kamailio or a loaded module has the pseudo-variable; `undefined` where that cannot be known. */
function isKnown({ name }: PseudoVariableNode, analysis: Analysis): boolean | undefined {
  if (loadedVariables(analysis, name.text).length > 0) return true;
  const facts = factsOf(analysis);
  return facts.isIncomplete || facts.hasUnnamedModule || facts.hasUnknownModule || !isWhole(analysis)
    ? undefined
    : false;
}
