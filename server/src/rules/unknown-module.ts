import type { Catalog } from '../catalog/catalog.ts';
import { nameOf } from '../semantic/symbols.ts';
import { valueRange } from '../semantic/string-place.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { loadedName } from './shared/program-facts.ts';
import { describeAbsence, misspelt } from './shared/wording.ts';

export const unknownModule: Rule = {
  code: 'unknown-module',
  severity: 'error',
  category: 'modules',
  summary: 'A module is loaded that this version of Kamailio does not have.',
  advice: 'Correct the name, or remove the line; for a module of your own give the path to its file.',
  documentation: {
    why: `Kamailio looks for the module's file when it reads \`loadmodule\` and ends when there is none. The name may be misspelt, or
the module may have come or gone with another version: which one reads the file is decided by \`kamailio.version\`, and
modules of your own are made known by \`kamailio.catalogue.extra\`.`,
    wrong: `loadmodule "dispacher.so"

request_route {
    exit;
}
`,
    right: `loadmodule "dispatcher.so"

request_route {
    exit;
}
`,
  },
  check({ program, catalog }, report) {
    for (const module of program.symbols.modules) {
      const name = loadedName(module);
      if (name === undefined) {
        // Only what is known to name nothing: a placeholder or a value from outside may name anything.
        if (/^(?:.*\/)?(?:\.so)?$/.test(nameOf(module.token)) && module.token.tokenType === t.StringLiteral) {
          report({ range: valueRange(module.token), message: 'this names no module: Kamailio does not start' });
        }
        continue;
      }
      const lifespan = catalog.moduleLifespan(name);
      if (lifespan && catalog.has(lifespan)) continue;
      // A path of its own may lead to a module that is no part of Kamailio.
      const severity = nameOf(module.token).includes('/') ? 'warning' : 'error';
      if (lifespan) {
        const message = `Kamailio ${catalog.version} has no module '${name}': ${describeAbsence(catalog, lifespan)}`;
        report({ range: valueRange(module.token), message, severity });
      } else {
        const message = describeUnknown(catalog, name);
        const successor = SUCCESSORS[name];
        const finding = successor
          ? { range: valueRange(module.token), message: `${message}; '${successor}' does its work now` }
          : misspelt(module.token, message, name, catalog.moduleNames());
        report({ ...finding, severity });
      }
    }
  },
};

/** Modules of SER and of Kamailio before 5.0 that guides still load, and what took their place. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  avp_radius: 'misc_radius',
  bdb: 'db_berkeley',
  cpl: 'cplc',
  dbtext: 'db_text',
  flatstore: 'db_flatstore',
  mi_datagram: 'jsonrpcs',
  mi_fifo: 'jsonrpcs',
  mi_rpc: 'jsonrpcs',
  mi_xmlrpc: 'xmlrpc',
  mysql: 'db_mysql',
  oracle: 'db_oracle',
  pa: 'presence',
  perlvdb: 'db_perlvdb',
  postgres: 'db_postgres',
  unixodbc: 'db_unixodbc',
  uri: 'siputils',
};

function describeUnknown(catalog: Catalog, name: string): string {
  const removed = catalog.removedModules().find((item) => item.name === name);
  const why = removed ? `: it was removed in ${removed.removedIn}` : '';
  return `Kamailio ${catalog.version} has no module '${name}'${why}`;
}
