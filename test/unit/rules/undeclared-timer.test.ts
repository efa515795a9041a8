import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['undeclared-timer'];
const route = 'route[CLEAN] { exit; }\n';

describe('rule undeclared-timer', () => {
  it('marks a timer that is not defined', () => {
    const [finding] = assertFindings(
      whole(`
loadmodule "rtimer.so"
modparam("rtimer", "timer", "name=clean;interval=60;")
modparam("rtimer", "exec", "timer=cleaner;route=CLEAN")
                                  ^^^^^^^ undeclared-timer
${route}`),
      { only },
    );
    assert.equal(finding?.replacement, 'clean');
  });

  it('marks a timer that is defined below, and one that is defined twice', () => {
    assertFindings(
      whole(`
loadmodule "rtimer.so"
modparam("rtimer", "exec", "timer=clean;route=CLEAN")
                                  ^^^^^ undeclared-timer
modparam("rtimer", "timer", "name=clean;interval=60;")
modparam("rtimer", "timer", "interval=5;name=Clean")
                                             ^^^^^ undeclared-timer
${route}`),
      { only },
    );
  });

  it('is silent where the timer is there, or may be', () => {
    const load = 'loadmodule "rtimer.so"\n';
    const exec = 'modparam("rtimer", "exec", "timer=Clean;route=CLEAN")\n';
    assertFindings(whole(`${load}modparam("rtimer", "timer", "name=clean;interval=60")\n${exec}${route}`), { only });
    assertFindings(whole(`${load}import_file "timers.cfg"\n${exec}${route}`), { only });
    assertFindings(whole(`${load}modparam("rtimer", "timer", TIMER)\n${exec}${route}`), { only });
  });
});
