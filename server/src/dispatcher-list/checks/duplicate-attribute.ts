import { findAttribute } from '../facts.ts';
import type { ListAttribute } from '../list.ts';
import type { ListCheck } from './list-check.ts';

export const duplicateAttribute: ListCheck = {
  code: 'list-duplicate-attribute',
  severity: 'warning',
  category: 'lists',
  summary: 'An attribute stands twice in a line: Kamailio takes the first.',
  advice: 'Keep one of them.',
  documentation: {
    why: `The first one counts, whatever the second one says. Attributes of your own may stand in a line as often as you like.`,
    wrong: `1 sip:192.0.2.10:5060 0 0 weight=50;weight=80
`,
    right: `1 sip:192.0.2.10:5060 0 0 weight=80
`,
  },
  check({ list }, report) {
    const { source } = list;
    for (const { attributes } of list.entries) {
      if (attributes.length < 2) continue;
      const seen = new Map<string, ListAttribute>();
      for (const attribute of attributes) {
        const { name } = attribute;
        const fact = name.isTemplate ? undefined : findAttribute(name.text);
        if (!fact) continue;
        const first = seen.get(fact.name);
        if (!first) {
          seen.set(fact.name, attribute);
          continue;
        }
        const range = { source, start: first.start, end: first.end };
        const related = [{ range, message: 'the one that counts' }];
        report({ at: attribute, message: `'${fact.name}' stands here twice; the first counts`, related });
      }
    }
  },
};
