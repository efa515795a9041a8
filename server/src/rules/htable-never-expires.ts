import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import { rangeOf } from '../semantic/program.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { readPseudoVariable } from '../syntax/pseudo-variable.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { hashTables, type HashTable } from './shared/htables.ts';

export const htableNeverExpires: Rule = {
  code: 'htable-never-expires',
  severity: 'warning',
  category: 'replication',
  summary: 'The expiry of an entry is set or waited for in a hash table whose entries never expire.',
  advice: 'Give the table autoexpire=…, the time in seconds after which an entry expires that is given no other.',
  documentation: {
    why:
      'Only tables with `autoexpire` are looked through for old entries. In others Kamailio ignores what `$shtex()` and ' +
      '`sht_setxs()` set, without a word: the entry stays until somebody removes it, and the event of its end never comes.',
    wrong: `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=8;")
request_route {
  if ($sht(ipban=>$si) != $null) exit;
  $sht(ipban=>$si) = 1;
  $shtex(ipban=>$si) = 300;
}
`,
    right: `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=8;autoexpire=60;")
request_route {
  if ($sht(ipban=>$si) != $null) exit;
  $sht(ipban=>$si) = 1;
  $shtex(ipban=>$si) = 300;
}
`,
  },
  check(analysis, report) {
    const tables = new Map(hashTables(analysis).tables.map((table) => [table.name, table]));
    if (![...tables.values()].some(neverExpires)) return;
    for (const { name, range, message } of uses(analysis)) {
      const table = tables.get(name);
      if (!table || !neverExpires(table)) continue;
      const related = [{ range: table.range, message: `'${name}' is defined here, without 'autoexpire'` }];
      report({ range, message: `${message}: the hash table '${name}' has no 'autoexpire'`, related });
    }
  },
};

function neverExpires({ entry }: HashTable): boolean {
  const value = entry('autoexpire')?.value;
  return value === undefined || /^0+$/.test(value);
}

interface Use {
  readonly name: string;
  readonly range: SourceRange;
  readonly message: string;
}

/** Where the script counts on the end of an entry. */
function* uses(analysis: Analysis): Iterable<Use> {
  const { symbols } = analysis.program;
  for (const { node, item } of symbols.assignments) {
    const image = item.tokens[node.target.from]?.image ?? '';
    if (!/^\$\(?shtex\b/.test(image)) continue;
    const name = /^\s*([^\s=]+)\s*=>/.exec(readPseudoVariable(image, 0, true).inner?.text ?? '')?.[1];
    if (name !== undefined)
      yield { name, range: rangeOf(item, node.target), message: 'the entry never expires all the same' };
  }
  for (const call of callsOf(analysis, 'htable', ['sht_setxs', 'sht_setxi'])) {
    const table = constantArgument(call, 0);
    const seconds = constantArgument(call, 3);
    // Without a time the entry is to stay.
    if (!table || seconds?.text === '0') continue;
    yield { name: table.text, range: table.range, message: `the time that ${call.name}() is given does not count` };
  }
  for (const { kind, name, nameToken } of symbols.routes) {
    const table = kind === 'event_route' ? /^htable:expired:(.+)$/.exec(name ?? '')?.[1] : undefined;
    if (table === undefined || !nameToken || nameToken.tokenType === t.Opaque) continue;
    yield { name: table, range: valueRange(nameToken), message: 'this block never runs' };
  }
}
