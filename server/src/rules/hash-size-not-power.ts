import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { integerOf, lastSetting } from './shared/module-settings.ts';

/** Modules whose `mod_init` rounds such a size in a loop that goes on doubling it: 5.5 to the development version. */
const MODULES = ['dialog', 'ims_dialog'];

export const hashSizeNotPower: Rule = {
  code: 'hash-size-not-power',
  severity: 'error',
  category: 'replication',
  summary: 'The hash_size of dialog is no power of two.',
  advice: 'Give a power of two, such as 4096.',
  documentation: {
    why:
      'The module means to round such a size down, but goes on doubling what it has got: it logs a line for each step, asks ' +
      'for a table of half a billion slots, and does not start because there is no memory for it.',
    wrong: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "hash_size", 10000)
request_route {
  dlg_manage();
}
`,
    right: `loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dialog.so"
modparam("dialog", "hash_size", 8192)
request_route {
  dlg_manage();
}
`,
  },
  check(analysis, report) {
    for (const module of MODULES) {
      const setting = lastSetting(analysis, module, 'hash_size');
      const size = setting && integerOf(setting);
      if (!setting?.valueToken || size === undefined || size < 1 || Number.isInteger(Math.log2(size))) continue;
      const likely = String(2 ** Math.floor(Math.log2(size)));
      const range = valueRange(setting.valueToken);
      const isWritten = range.source.text.slice(range.start, range.end) === String(size);
      report({
        range,
        message: `the 'hash_size' of module '${module}' is a power of two, not ${size}: Kamailio does not start`,
        ...(isWritten ? { replacement: likely } : {}),
      });
    }
  },
};
