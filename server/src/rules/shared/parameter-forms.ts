import type { Analysis } from '../../semantic/analysis.ts';
import type { Severity } from '../../semantic/problem.ts';
import { parseUri } from '../../dispatcher-list/parse-uri.ts';
import { hasStandIn } from '../../dispatcher-list/stand-ins.ts';
import { readPseudoVariable } from '../../syntax/pseudo-variable.ts';
import { readEntries, type DefinitionEntry } from './definition.ts';
import { effectiveInteger, lastSetting } from './module-settings.ts';
import { VARIABLE_FORMS } from './variable-forms.ts';
import { allOf, oneOf } from './wording.ts';

/** What is wrong with the value of a parameter, and where in its text. */
export interface FormFault {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  /** `error` where it is not said. */
  readonly severity?: Severity;
}

type Form = (text: string, analysis: Analysis) => FormFault | undefined;

/** Parameters with a small language of their own, by `module.parameter`; tried on 5.6.3, the same in all sources. */
export const FORMS: Readonly<Record<string, Form>> = {
  ...VARIABLE_FORMS,
  'acc.cdr_extra': (text, analysis) =>
    effectiveInteger(analysis, 'acc', 'cdr_enable', 0) === 1 ? checkExtra(text, analysis) : undefined,
  'acc.db_extra': (text, analysis) => (lastSetting(analysis, 'acc', 'db_url') ? checkExtra(text, analysis) : undefined),
  'acc.log_extra': checkExtra,
  'acc.multi_leg_info': checkExtra,
  'auth_db.load_credentials': checkCredentials,
  'ctl.binrpc': checkSocket,
  'debugger.mod_level': checkLevel,
  'dispatcher.ds_db_extra_attrs': checkColumns,
  'http_client.httpcon': checkConnection,
  'msilo.from_address': (text) => checkUri(text, 'the messages come from nobody that could be answered'),
  'mqueue.mqueue': checkQueue,
  'mtree.mtree': checkTree,
  'nathelper.sipping_from': (text) => checkUri(text, 'the pings are sent with it all the same'),
  'ndb_redis.server': (text) => checkEnd(text) ?? checkName(text, 'server'),
  'pv.shvset': checkShared,
  'pv.varset': checkShared,
  'ratelimit.pipe': checkPipe,
  'rtpengine.rtpengine_sock': checkNodes,
  'rtpproxy.rtpproxy_sock': checkProxies,
  'rtimer.exec': (text) => checkEntries(text, ['timer', 'route'], 'of an exec parameter'),
  'rtimer.timer': checkTimer,
  'siptrace.duplicate_uri': (text) => checkUri(text, undefined),
  'statistics.variable': checkCounter,
  'uac.credential': checkCredential,
};

/** What is said of text that `parse_params` of the core does not read. */
export const BEHIND_COMMA = 'nobody reads what stands behind the comma: attributes are parted by semicolons';

/** Reads `name=$pv;name=$pv` as acc does (acc_extra.c, `parse_acc_extra`): a semicolon at the end is refused, too. */
function checkExtra(text: string, analysis: Analysis): FormFault | undefined {
  const most = effectiveInteger(analysis, 'acc', 'acc_extra_size', 64);
  let at = 0;
  for (let count = 1; at < text.length; count++) {
    at += /^\s*/.exec(text.slice(at))![0].length;
    if (at === text.length) return { from: at - 1, to: at, message: 'nothing may follow the last semicolon' };
    if (most !== undefined && count > most)
      return { from: at, to: text.length, message: `there are at most ${most} entries: 'acc_extra_size' of acc` };
    const start = at;
    const head = /^[^\s=]*\s*=\s*/.exec(text.slice(at))?.[0];
    if (head === undefined)
      return { from: at, to: endOfEntry(text, at), message: "an entry is written 'name=$variable'" };
    if (head.includes(';')) {
      const message = "an entry without '=' becomes part of the name of the next one";
      return { from: at, to: endOfEntry(text, at), message, severity: 'warning' };
    }
    at += head.length;
    if (text[at] !== '$')
      return {
        from: start,
        to: endOfEntry(text, at),
        message: "the value of an entry is a pseudo-variable: 'name=$variable'",
      };
    const { end, fault } = readPseudoVariable(text, at, true);
    // Another rule looks at what is wrong with a pseudo-variable.
    if (fault) return undefined;
    at = end + /^\s*/.exec(text.slice(end))![0].length;
    if (at >= text.length) return undefined;
    if (text[at] !== ';')
      return { from: at, to: at + 1, message: `entries are parted by semicolons, not by '${text[at]!}'` };
    at += 1;
    if (at === text.length) return { from: at - 1, to: at, message: 'no semicolon may follow the last entry' };
  }
  return undefined;
}

function endOfEntry(text: string, from: number): number {
  const end = text.indexOf(';', from);
  return end < 0 ? text.length : end;
}

/** Reads `attribute=column;attribute=column` (dispatcher.c, `mod_init`), which counts only with a database. */
function checkColumns(text: string, analysis: Analysis): FormFault | undefined {
  if (text.length < 3 || !lastSetting(analysis, 'dispatcher', 'db_url')) return undefined;
  let at = 0;
  for (const entry of text.replace(/;$/, '').split(';')) {
    const place = { from: at, to: at + entry.length };
    at = place.to + 1;
    if (/^\s*[^\s=]+\s*=\s*\S/.test(entry)) continue;
    return { ...place, message: "an entry is written 'attribute=column': Kamailio does not start otherwise" };
  }
  return undefined;
}

/** Reads `$pv=column;column` (auth_db_mod.c, `parse_aaa_pvs`). */
function checkCredentials(text: string): FormFault | undefined {
  let at = 0;
  for (const entry of text.split(';')) {
    const place = { from: at, to: at + entry.length };
    at = place.to + 1;
    const equals = entry.lastIndexOf('=');
    if (equals <= 0) continue;
    if (!entry.trim().startsWith('$'))
      return { ...place, message: "a variable and the column that fills it are written '$avp(name)=column'" };
    if (entry.slice(equals + 1).trim() === '') return { ...place, message: "a column is missing behind '='" };
  }
  return undefined;
}

const SOCKETS = ['unix', 'unixs', 'unixd', 'udp', 'tcp', 'fifo'];

/** Looks at what stands before the colon (ctrl_socks.c, `parse_listen_id`): another word is a host, with a port behind. */
function checkSocket(text: string): FormFault | undefined {
  const word = /^([A-Za-z]\w*):\//.exec(text)?.[1];
  if (word === undefined || SOCKETS.includes(word.toLowerCase())) return undefined;
  return { from: 0, to: word.length, message: `a socket begins with ${oneOf(SOCKETS.map((name) => `'${name}:'`))}` };
}

/** Looks at how the addresses of `[set ==] address[=weight] …` begin (rtpengine.c, `add_rtpengine_socks`). */
function checkNodes(text: string): FormFault | undefined {
  const from = /^\s*\d+\s*==/.exec(text)?.[0].length ?? 0;
  for (const { 0: node, index } of text.slice(from).matchAll(/\S+/g)) {
    if (/^(?:udp6?:|unix:|wss?:\/\/)/i.test(node)) continue;
    const start = from + index;
    const message = `rtpengine leaves '${node}' out: an address begins with 'udp:', 'udp6:', 'unix:', 'ws://' or 'wss://'`;
    return { from: start, to: start + node.length, message, severity: 'warning' };
  }
  return undefined;
}

/** Looks at how the addresses of `[set ==] address …` begin (rtpproxy.c, `add_rtpproxy_socks`): any other is a path. */
function checkProxies(text: string): FormFault | undefined {
  const from = /^\s*\d+\s*==/.exec(text)?.[0].length ?? 0;
  for (const { 0: node, index } of text.slice(from).matchAll(/\S+/g)) {
    if (/^(?:udp6?:|unix:|[./])/i.test(node) || !/:\d+$|^\d+=/.test(node)) continue;
    const start = from + index;
    const message = `rtpproxy takes '${node}' for the path of a socket: an address begins with 'udp:' or 'udp6:', a set with '1 =='`;
    return { from: start, to: start + node.length, message, severity: 'warning' };
  }
  return undefined;
}

/** Looks at the beginning `name=>scheme://` (curlcon.c, `curl_parse_param`). */
function checkConnection(text: string): FormFault | undefined {
  if (/^\s*[^=\s]*\s*=>\s*[^:]*:\/\//.test(text)) return undefined;
  return { from: 0, to: text.length, message: "a connection is written 'name=>http://host/path'" };
}

const TREE_KEYS = ['name', 'dbtable', 'type', 'multi', 'cols'];

/** Reads `name=…;dbtable=…;type=0` (mtree.c, `mt_table_spec`). */
function checkTree(text: string): FormFault | undefined {
  return checkEntries(text, TREE_KEYS, 'of a tree') ?? checkName(text, 'tree');
}

/** Reads `name=…;interval=…;mode=…` (rtimer_mod.c, `stm_t_param`): microseconds have a `u` behind. */
function checkTimer(text: string): FormFault | undefined {
  for (const { key, value, valueAt } of readEntries(text, 0).entries) {
    const form = { interval: /^\d+u?$/i, mode: /^\d+$/ }[key.toLowerCase()];
    if (!form || value === undefined || form.test(value)) continue;
    const message = key === 'mode' ? 'the mode is a number' : 'the interval is a number of seconds, without a unit';
    return { from: valueAt, to: valueAt + value.length, message };
  }
  return checkEntries(text, ['name', 'interval', 'mode'], 'of a timer') ?? checkName(text, 'timer');
}

/** Finds a key that is passed over, or what is not read. */
function checkEntries(text: string, keys: readonly string[], what: string): FormFault | undefined {
  const unknown = unknownKey(text, keys);
  if (!unknown) return checkEnd(text);
  const { key, at } = unknown;
  const message = `'${key}' is no attribute ${what}, and is passed over: there are ${shownKeys(keys)}`;
  return { from: at, to: at + key.length, message, severity: 'warning' };
}

function unknownKey(text: string, keys: readonly string[]): DefinitionEntry | undefined {
  return readEntries(text, 0).entries.find(({ key }) => !keys.includes(key.toLowerCase()));
}

function shownKeys(keys: readonly string[]): string {
  return allOf(keys.map((name) => `'${name}'`));
}

/** Finds what is refused behind a space, and what nobody reads behind a comma. */
function checkEnd(text: string): FormFault | undefined {
  const { entries, comma } = readEntries(text, 0);
  for (const { value = '', valueAt } of entries) {
    const gap = /\s+\S/.exec(value);
    if (!gap || /["']/.test(text[valueAt] ?? '')) continue;
    const from = valueAt + gap.index + gap[0].length - 1;
    return { from, to: valueAt + value.length, message: 'a semicolon is missing before this' };
  }
  return comma === undefined ? undefined : { from: comma, to: text.length, message: BEHIND_COMMA, severity: 'warning' };
}

/** Finds a URI without scheme, or one that cannot be read; `effect` where Kamailio starts with it. */
function checkUri(text: string, effect: string | undefined): FormFault | undefined {
  if (text === '' || text.includes('$') || text.includes('<') || hasStandIn(text)) return undefined;
  if (!('fault' in parseUri(text, '_'))) return undefined;
  const message = `'${text}' is no SIP URI: ${effect ?? 'Kamailio does not start'}`;
  return { from: 0, to: text.length, message, severity: effect === undefined ? 'error' : 'warning' };
}

const QUEUE_KEYS = ['name', 'size', 'dbmode', 'addmode'];

/** Reads `name=…;size=…` (mqueue_mod.c, `mq_param`), which refuses other keys. */
function checkQueue(text: string): FormFault | undefined {
  const unknown = unknownKey(text, QUEUE_KEYS);
  if (!unknown) return checkName(text, 'queue') ?? checkEnd(text);
  const { key, at } = unknown;
  const message = `'${key}' is no attribute of a queue: there are ${shownKeys(QUEUE_KEYS)}`;
  return { from: at, to: at + key.length, message };
}

/** Reads `name=i:1` and `name=s:text` (pv_shv.c, `param_set_xvar`). */
function checkShared(text: string): FormFault | undefined {
  if (/^[^=]+=(?:[sS]:|[iI]:[-+]?\d*$)/.test(text)) return undefined;
  const message = "a variable and its value are written 'name=s:text' or 'name=i:1'";
  return { from: 0, to: text.length, message };
}

/** Reads `module=level` (debugger_mod.c, `dbg_mod_level_param`). */
function checkLevel(text: string): FormFault | undefined {
  if (/^[^=]*=[-+]?\d+$/.test(text)) return undefined;
  return { from: 0, to: text.length, message: "a module and its log level, a number, are written 'tm=3'" };
}

/** Of pipelimit (pl_ht.c) and ratelimit (ratelimit.c), as they are written there. */
export const PIPE_ALGORITHMS: readonly string[] = ['NOP', 'RED', 'TAILDROP', 'FEEDBACK', 'NETWORK'];

/** Reads `number:algorithm:limit` (ratelimit.c, `parse_pipe_params`). */
function checkPipe(text: string): FormFault | undefined {
  const [, number = '', name = ''] = /^(\d+):([^: ]+):\d+$/.exec(text) ?? [];
  if (name === '') return { from: 0, to: text.length, message: "a pipe is written 'number:algorithm:limit'" };
  if (PIPE_ALGORITHMS.includes(name)) return undefined;
  const from = number.length + 1;
  const message = `there is no algorithm '${name}': there are ${allOf(PIPE_ALGORITHMS)}`;
  return { from, to: from + name.length, message };
}

/** Reads `name` and `name/no_reset` (stats_funcs.c, `reg_statistic`). */
function checkCounter(text: string): FormFault | undefined {
  const at = text.indexOf('/');
  if (at < 0 || text.slice(at + 1).toLowerCase() === 'no_reset') return undefined;
  return { from: at + 1, to: text.length, message: "the only word that may stand behind '/' is 'no_reset'" };
}

/** Reads `user:realm:password` (auth.c of uac, `add_credential`). */
function checkCredential(text: string): FormFault | undefined {
  if (/^\s*[^:\s]+\s*:\s*[^:\s]+\s*:\s*\S+\s*$/.test(text)) return undefined;
  return { from: 0, to: text.length, message: "a credential is written 'user:realm:password', without spaces" };
}

function checkName(text: string, what: string): FormFault | undefined {
  if (readEntries(text, 0).entries.some(({ key }) => key.toLowerCase() === 'name')) return undefined;
  return { from: 0, to: text.length, message: `a ${what} needs a name: 'name=…'` };
}
