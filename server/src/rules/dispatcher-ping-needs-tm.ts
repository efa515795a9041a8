import type { Rule } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { integerOf, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const dispatcherPingNeedsTm: Rule = {
  code: 'dispatcher-ping-needs-tm',
  severity: 'error',
  category: 'dispatcher',
  summary: 'Destinations are to be pinged, but tm is not loaded before dispatcher.',
  advice: 'Load tm before dispatcher.',
  documentation: {
    why:
      'With `ds_ping_interval` above 0, dispatcher sends its pings through tm, and binds to it when Kamailio starts. If ' +
      'tm is not loaded, or behind dispatcher, the start ends there. `kamailio -c` does not notice.',
    wrong: `loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    const setting = lastSetting(analysis, DISPATCHER, 'ds_ping_interval');
    const place = constantOf(setting?.valueToken);
    if (!setting || !place || (integerOf(setting) ?? 0) <= 0) return;
    const { loads, hasUnnamedModule } = factsOf(analysis);
    const dispatcher = loads.get(DISPATCHER);
    const tm = loads.get('tm');
    if (!dispatcher || hasUnnamedModule || !hasMainRoute(analysis) || (tm && tm.position < dispatcher.position)) return;
    const { range } = place;
    if (tm) {
      const { source, start, end } = tm.module.token;
      const related = [{ range: { source, start, end }, message: 'tm is loaded here' }];
      const message = 'the pings need tm, which is loaded behind dispatcher: Kamailio does not start';
      report({ range, message, related });
    } else if (!mayStandElsewhere(analysis, /\btm(?:\.so)?["']/)) {
      report({ range, message: 'the pings need the module tm, which is not loaded: Kamailio does not start' });
    }
  },
};
