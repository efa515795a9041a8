import { suggest } from '../catalog/suggest.ts';
import { parseUri } from '../dispatcher-list/parse-uri.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf, type ConstantText } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { pingInterval } from './shared/dispatcher-pings.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';
import { SIP_METHODS } from './shared/sip-methods.ts';

export const dispatcherPingRequest: Rule = {
  code: 'dispatcher-ping-request',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'Pings cannot be sent, or make no sense to the destinations: their method or address is malformed.',
  advice: 'Give ds_ping_method a SIP method, mostly OPTIONS, and ds_ping_from and outbound_proxy a SIP URI.',
  documentation: {
    why:
      'Kamailio puts `ds_ping_method` and `ds_ping_from` into each ping as they stand. A destination refuses a method ' +
      'that it does not know and a From that is no URI, and so counts as dead. Where one of them is empty, or ' +
      '`outbound_proxy` no URI, the ping cannot even be sent, which counts in the same way.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
modparam("dispatcher", "ds_ping_from", "dispatcher@example.com")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
modparam("dispatcher", "ds_ping_from", "sip:dispatcher@example.com")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    if ((pingInterval(analysis) ?? 0) <= 0) return;
    const method = valueOf(analysis, 'ds_ping_method');
    const found = [
      method && checkMethod(method),
      checkUri(analysis, 'ds_ping_from'),
      checkUri(analysis, 'outbound_proxy'),
    ];
    for (const finding of found) if (finding) report(finding);
  },
};

function valueOf(analysis: Analysis, parameter: string): ConstantText | undefined {
  const setting = lastSetting(analysis, DISPATCHER, parameter);
  return setting && textOf(setting) !== undefined ? constantOf(setting.valueToken) : undefined;
}

/** The place of a value, with its quotes where there is nothing between them. */
function placeOf({ text, token, range }: ConstantText): RuleFinding['range'] {
  return text === '' ? { source: token.source, start: token.start, end: token.end } : range;
}

function checkMethod(value: ConstantText): RuleFinding | undefined {
  const { text, token } = value;
  const range = placeOf(value);
  if (text === '')
    return { range, message: 'a ping without a method cannot be sent: all pinged destinations count as dead' };
  if (SIP_METHODS.has(text)) return undefined;
  // Methods of one's own are legal; what is nearly one of the known is none of these.
  const likely = suggest(text, SIP_METHODS);
  const isToken = /^[\w.!%*+`'~-]+$/.test(text);
  if (isToken && likely === undefined) return undefined;
  const message = `'${text}' is no SIP method: destinations that refuse it count as dead`;
  if (likely === undefined) return { range, message };
  return isVerbatim(token)
    ? { range, message: `${message}; did you mean '${likely}'?`, replacement: likely }
    : { range, message: `${message}; did you mean '${likely}'?` };
}

function checkUri(analysis: Analysis, parameter: 'ds_ping_from' | 'outbound_proxy'): RuleFinding | undefined {
  const value = valueOf(analysis, parameter);
  if (!value) return undefined;
  const range = placeOf(value);
  const isFrom = parameter === 'ds_ping_from';
  // Without an outbound proxy pings go to the destination itself.
  if (value.text === '') {
    return isFrom
      ? { range, message: "an empty 'ds_ping_from' lets no ping be sent: all pinged destinations count as dead" }
      : undefined;
  }
  // A From that ends in > is taken as it stands, with the name before it.
  const uri = (isFrom ? /^[^<>]*<([^<>]*)>$/.exec(value.text)?.[1] : undefined) ?? value.text;
  const read = parseUri(uri);
  // Only what is no URI by any measure: a host may be a name that something else puts in.
  const isUri =
    !('fault' in read) || (read.fault !== 'bad-scheme' && read.fault !== 'too-short' && !/[\s<>"]/.test(uri));
  if (isUri) return undefined;
  const effect = isFrom
    ? 'destinations may refuse the pings and count as dead'
    : 'no ping can be sent, and all count as dead';
  const message = `'${value.text}' in '${parameter}' is no SIP URI: ${effect}`;
  const mended = `sip:${value.text}`;
  const isSchemeless = !value.text.includes(':') && !('fault' in parseUri(mended));
  return isSchemeless && isVerbatim(value.token) ? { range, message, replacement: mended } : { range, message };
}
