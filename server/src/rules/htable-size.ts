import type { Rule } from './rule.ts';
import { hashTables } from './shared/htables.ts';

/** The largest exponent that `ht_add_table()` (htable, 5.5 to 6.2) takes. */
const LARGEST = 31;

export const htableSize: Rule = {
  code: 'htable-size',
  severity: 'warning',
  category: 'replication',
  summary: "A hash table's size is given as a number of slots instead of the exponent of two.",
  advice: 'Give the exponent: size=8 is a table of 256 slots, size=14 one of 16384.',
  documentation: {
    why:
      'The module makes a table of 2^size slots. A size above 31 cannot be meant so; it is silently replaced by 14, which ' +
      'costs half a megabyte of shared memory for a table that was perhaps meant to have 64 slots.',
    wrong: `loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=64;autoexpire=300;")
`,
    right: `loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=6;autoexpire=300;")
`,
  },
  check(analysis, report) {
    for (const { name, entry } of hashTables(analysis).tables) {
      const size = entry('size');
      if (size?.value === undefined || !/^\d+$/.test(size.value) || Number(size.value) <= LARGEST) continue;
      const exponent = Math.log2(Number(size.value));
      const message =
        `the size of hash table '${name}' is an exponent of two of at most ${LARGEST}, not ${size.value}: ` +
        `Kamailio silently takes 14, 16384 slots`;
      const isWritten = size.range.source.text.slice(size.range.start, size.range.end) === `size=${size.value}`;
      report({
        range: size.range,
        message: Number.isInteger(exponent) ? `${message}; ${size.value} slots are size=${exponent}` : message,
        ...(Number.isInteger(exponent) && isWritten ? { replacement: `size=${exponent}` } : {}),
      });
    }
  },
};
