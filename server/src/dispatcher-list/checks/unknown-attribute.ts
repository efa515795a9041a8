import { suggest } from '../../catalog/suggest.ts';
import { existsIn, type KamailioVersion } from '../../catalog/versions.ts';
import { nameVersion } from '../../text/lifespan.ts';
import { ATTRIBUTES, findAttribute } from '../facts.ts';
import type { ListCheck } from './list-check.ts';
import { misplacedColumn } from './shared/entries.ts';

/** Below this length nearly any short name of one's own is near to a known one. */
const SHORTEST_SURE = 5;

export const unknownAttribute: ListCheck = {
  code: 'list-unknown-attribute',
  severity: 'warning',
  category: 'lists',
  summary: 'An attribute is most likely misspelt, or this version does not know it: it has no effect.',
  advice: 'Correct the name; names of your own are fine and reach the routing logic.',
  documentation: {
    why: `Attributes of your own are fine: they reach \`$xavp(…)\` with the others. One that is nearly the name of a known one is most
likely meant to be that, and has no effect as it is written.`,
    wrong: `1 sip:192.0.2.10:5060 0 0 wieght=50
`,
    right: `1 sip:192.0.2.10:5060 0 0 weight=50
`,
  },
  check({ list, version }, report) {
    for (const entry of list.entries) {
      if (misplacedColumn(entry, version)) continue;
      for (const { name } of entry.attributes) {
        if (name.isTemplate || name.text === '') continue;
        const fact = findAttribute(name.text);
        if (fact && !existsIn(fact, version)) {
          const message = `'${fact.name}' came with ${nameVersion(fact.since)}; Kamailio ${version} leaves it unheeded`;
          report({ at: name, message });
        }
        if (fact) continue;
        const meant = suggestAttribute(name.text, version);
        if (meant === undefined) continue;
        const message = `'${name.text}' has no effect in Kamailio; did you mean '${meant}'?`;
        report({ at: name, message, replacement: meant });
      }
    }
  },
};

function suggestAttribute(name: string, version: KamailioVersion): string | undefined {
  if (name.length < SHORTEST_SURE) return sortLetters(name.toLowerCase()) === sortLetters('duid') ? 'duid' : undefined;
  const names = ATTRIBUTES.filter((fact) => existsIn(fact, version)).map((fact) => fact.name);
  return suggest(
    name,
    names.filter((known) => known.length >= SHORTEST_SURE),
  );
}

function sortLetters(word: string): string {
  return word.split('').sort().join('');
}
