import type { Catalog } from '../catalog/catalog.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { describeAbsence, isPlaceholder, misspelt } from './shared/wording.ts';

export const unknownCoreSetting: Rule = {
  code: 'unknown-core-setting',
  severity: 'error',
  category: 'settings',
  summary: 'A core setting is given that this version of Kamailio does not have.',
  advice: 'Correct the name, or remove the line.',
  documentation: {
    why: `A word that the lexer does not know, with \`=\` behind it at the top level, is a syntax error. The settings of the core
differ from version to version; the message tells when this one came or went.`,
    wrong: `childrens = 4

request_route {
    exit;
}
`,
    right: `children = 4

request_route {
    exit;
}
`,
  },
  check({ program, catalog }, report) {
    for (const { name: token } of program.symbols.settings) {
      const name = token.image;
      if (token.tokenType === t.Opaque || isPlaceholder(name)) continue;
      const found = catalog.setting(name);
      const absent = found && [found.entry, found.spelling].find((lifespan) => !catalog.has(lifespan));
      if (found && !absent) continue;
      const message = `Kamailio ${catalog.version} has no setting '${name}'`;
      if (absent) {
        report({ range: rangeOfToken(token), message: `${message}: ${describeAbsence(catalog, absent)}` });
        continue;
      }
      const removed = catalog.core.removed.find((item) => item.kind === 'setting' && item.name === name);
      const why = removed ? `: it was removed in ${removed.removedIn}` : '';
      report(misspelt(token, message + why, name, settingNames(catalog)));
    }
    for (const { node, item } of program.symbols.globals) {
      const group = item.tokens[node.group];
      const token = item.tokens[node.name];
      if (group?.image !== 'kemi' || !token) continue;
      const name = `kemi.${token.image}`;
      const found = catalog.setting(name);
      if (found && catalog.has(found.entry)) continue;
      const names = settingNames(catalog).map((candidate) => candidate.replace(/^kemi\./, ''));
      report(misspelt(token, `Kamailio ${catalog.version} has no setting '${name}'`, token.image, names));
    }
  },
};

function settingNames(catalog: Catalog): string[] {
  return catalog.core.settings
    .filter((entry) => catalog.has(entry))
    .flatMap((entry) => [
      entry.name,
      ...entry.aliases.filter((alias) => catalog.has(alias)).map((alias) => alias.name),
    ]);
}
