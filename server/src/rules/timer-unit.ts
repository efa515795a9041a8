import type { SourceRange } from '../syntax/source-text.ts';
import { valueRange } from '../semantic/string-place.ts';
import { readNumber } from '../syntax/number-literal.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { integerOf, settingsOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';

/** A time with the bound beyond which it must be meant in the other unit. */
interface Timer {
  readonly unit: 'ms' | 's';
  /** The smallest number of milliseconds, or the largest of seconds, that can be meant. */
  readonly bound: number;
}

const ms = (bound: number): Timer => ({ unit: 'ms', bound });
const seconds = (bound: number): Timer => ({ unit: 's', bound });

/** From the modules' sources, 5.5 to 6.2. What is negative or 0 means something else. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, Timer>>>> = {
  db_mysql: { timeout_interval: seconds(300) },
  dialog: { default_timeout: seconds(3_000_000), ka_interval: seconds(100_000), ka_timer: seconds(10_000) },
  dispatcher: { ds_ping_interval: seconds(9999) },
  dmq: { ping_interval: seconds(9999) },
  htable: { timer_interval: seconds(9999) },
  http_async_client: { timeout: ms(50) },
  http_client: { connection_timeout: seconds(600) },
  keepalive: { ping_interval: seconds(9999) },
  nathelper: { natping_interval: seconds(9999) },
  pike: { sampling_time_unit: seconds(300) },
  registrar: { default_expires: seconds(3_000_000), max_expires: seconds(3_000_000) },
  ndb_redis: { connect_timeout: ms(50), cmd_timeout: ms(50) },
  rtpengine: { rtpengine_disable_tout: seconds(9999), rtpengine_tout_ms: ms(50) },
  rtpproxy: { rtpproxy_disable_tout: seconds(9999) },
  tm: {
    fr_timer: ms(100),
    fr_inv_timer: ms(1000),
    max_inv_lifetime: ms(1000),
    max_noninv_lifetime: ms(1000),
    retr_timer1: ms(50),
    retr_timer2: ms(50),
    wt_timer: ms(50),
  },
  uac: { reg_timer_interval: seconds(9999) },
  usrloc: { timer_interval: seconds(9999) },
};

/** Arguments of functions. */
const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, readonly Timer[]>>>> = {
  async: { async_sleep: [seconds(9999)] },
  cfgutils: { sleep: [seconds(300)] },
  tm: {
    t_set_fr: [ms(1000), ms(100)],
    t_set_max_lifetime: [ms(1000), ms(1000)],
    t_set_retr: [ms(50), ms(50)],
  },
};

/** Settings of the core. */
const SETTINGS: Readonly<Record<string, Timer>> = {
  tcp_connect_timeout: seconds(600),
  tcp_connection_lifetime: seconds(100_000),
  tcp_send_timeout: seconds(600),
};

export const timerUnit: Rule = {
  code: 'timer-unit',
  severity: 'warning',
  category: 'modules',
  summary: 'A time is given in seconds where milliseconds are meant, or the other way round.',
  advice: 'Give the time in the unit of the parameter.',
  documentation: {
    why:
      'The timers of `tm` count milliseconds: with `fr_timer` 30 a server that does not answer within 30 ms is given up. ' +
      'Ping intervals count seconds: 30000 is more than eight hours.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
modparam("tm", "fr_timer", 30)
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
modparam("tm", "fr_timer", 30000)
`,
  },
  check(analysis, report) {
    for (const [module, timers] of Object.entries(PARAMETERS)) {
      if (!factsOf(analysis).isLoaded(module)) continue;
      for (const [parameter, timer] of Object.entries(timers)) {
        // A module of the user's own may have taken the name.
        if (!analysis.catalog.parameter(module, parameter)) continue;
        for (const setting of settingsOf(analysis, module, parameter)) {
          const value = integerOf(setting);
          if (value === undefined || !setting.valueToken) continue;
          const finding = checkTime(
            timer,
            value,
            `'${parameter}' of module '${module}'`,
            valueRange(setting.valueToken),
          );
          if (finding) report(finding);
        }
      }
    }
    for (const [module, functions] of Object.entries(ARGUMENTS)) {
      for (const call of callsOf(analysis, module, Object.keys(functions))) {
        for (const [index, timer] of (functions[call.name] ?? []).entries()) {
          const argument = constantArgument(call, index);
          if (!argument || !/^\d+$/.test(argument.text)) continue;
          const what = `argument ${index + 1} of '${call.name}'`;
          const finding = checkTime(timer, Number(argument.text), what, argument.range);
          if (finding) report(finding);
        }
      }
    }
    for (const { name, node, item } of analysis.program.symbols.settings) {
      const timer = Object.hasOwn(SETTINGS, name.image) ? SETTINGS[name.image] : undefined;
      const token = node.value?.kind === 'literalValue' ? item.tokens[node.value.token] : undefined;
      const value = timer && token && readNumber(token);
      if (!timer || value === undefined || !token) continue;
      const finding = checkTime(timer, value, `'${name.image}'`, valueRange(token));
      if (finding) report(finding);
    }
  },
};

function checkTime({ unit, bound }: Timer, value: number, what: string, range: SourceRange): RuleFinding | undefined {
  if (value <= 0 || (unit === 'ms' ? value >= bound : value <= bound)) return undefined;
  const message =
    unit === 'ms'
      ? `${what} is in milliseconds: ${value} ms; ${value} seconds are ${value * 1000}`
      : `${what} is in seconds: ${describeSeconds(value)}`;
  return { range, message };
}

function describeSeconds(value: number): string {
  const hours = Math.round(value / 3600);
  return hours < 72 ? `${value} are about ${hours} hours` : `${value} are about ${Math.round(hours / 24)} days`;
}
