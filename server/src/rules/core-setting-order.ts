import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';

export const coreSettingOrder: Rule = {
  code: 'core-setting-order',
  severity: 'error',
  category: 'settings',
  summary: 'A core setting stands behind a modparam or a route block, where Kamailio refuses it.',
  advice: 'Move the setting to the top of the configuration.',
  documentation: {
    why: `Some settings lay out what modules and routes are then built with, such as the size of the memory. They are refused once
the first \`modparam\` or route block has been read.`,
    wrong: `request_route {
    exit;
}

mlock_pages = yes
shm_force_alloc = yes
`,
    right: `mlock_pages = yes
shm_force_alloc = yes

request_route {
    exit;
}
`,
  },
  check({ program, catalog }, report) {
    const first = program.items.find(({ node }) => node.kind === 'moduleParameter' || node.kind === 'routeBlock');
    const limit = first ? program.items.indexOf(first) : program.items.length;
    for (const { name, item } of program.symbols.settings) {
      const found = catalog.setting(name.image);
      if (found?.entry.beforeModules !== true || !first || program.items.indexOf(item) < limit) continue;
      const keyword = first.tokens[first.node.from];
      const related = keyword ? [{ range: rangeOfToken(keyword), message: 'the first of them is here' }] : [];
      const message = `'${name.image}' must stand before the first modparam and before all route blocks`;
      report({ range: rangeOfToken(name), message, related });
    }
  },
};
