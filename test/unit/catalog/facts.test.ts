import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Catalog } from '../../../server/src/catalog/catalog.ts';
import type { ModuleEntry, SharedEntry } from '../../../server/src/catalog/types.ts';
import { KAMAILIO_VERSIONS, compareVersions } from '../../../server/src/catalog/versions.ts';
import type { Lifespan } from '../../../server/src/catalog/versions.ts';
import { openCatalog } from './repository.ts';

const ARGUMENT_KINDS = new Set(
  `string string+pv string|pv int int|pv pv avp regex subst host hostport proto header methods route table htable=>key
   profile counter timer loglevel logfacility dbconnection dbresult`.split(/\s+/),
);
const PARAMETER_TYPES = new Set<string>(['int', 'string']);
const ROUTE_TYPES = new Set(
  'REQUEST FAILURE TM_ONREPLY BRANCH ONSEND ERROR LOCAL CORE_ONREPLY BRANCH_FAILURE ONEVENT ONREPLY EVENT ANY'.split(
    ' ',
  ),
);
const VALUE_KINDS = new Set(
  `number signedNumber string identifier host hostList listenList protocol ipv4 ipv6 socketBlock
   tlsMethod`.split(/\s+/),
);

function isLifespan({ since, until }: Lifespan): boolean {
  return (
    KAMAILIO_VERSIONS.includes(since) &&
    (until === null || (KAMAILIO_VERSIONS.includes(until) && compareVersions(since, until) <= 0))
  );
}

/** What is wrong with the items of a list, each as a line. */
function* complainAbout<Item extends Lifespan & { readonly name: string }>(
  list: string,
  items: readonly Item[],
  isRight: (item: Item) => boolean,
): Iterable<string> {
  const names = new Set<string>();
  for (const item of items) {
    if (item.name === '' || names.has(item.name)) yield `${list}: a second ${item.name}`;
    names.add(item.name);
    if (!isLifespan(item) || !isRight(item)) yield `${list}: ${JSON.stringify(item)}`;
  }
}

function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || typeof value === type;
}

function* complainAboutShared(owner: SharedEntry): Iterable<string> {
  yield* complainAbout('pseudoVariables', owner.pseudoVariables, (item) =>
    [item.innerName, item.index, item.writable].every((flag) => typeof flag === 'boolean'),
  );
  yield* complainAbout('eventRoutes', owner.eventRoutes, (item) => /^[^:\s]+:\S+$/.test(item.name));
  yield* complainAbout('rpcCommands', owner.rpcCommands, (item) => typeof item.array === 'boolean');
  yield* complainAbout('statistics', owner.statistics, () => true);
  for (const item of owner.removed) {
    if (!/^5\.[345]$/.test(item.removedIn)) yield `removed: ${JSON.stringify(item)}`;
  }
}

function* complainAboutModule(module: ModuleEntry, catalog: Catalog): Iterable<string> {
  yield* complainAboutShared(module);
  yield* complainAbout(
    'parameters',
    module.parameters,
    (item) =>
      item.types.length > 0 &&
      item.types.every((type) => PARAMETER_TYPES.has(type)) &&
      (item.default === undefined || item.default === null || /string|number/.test(typeof item.default)) &&
      typeof item.viaFunction === 'boolean' &&
      isOptional(item.docAnchor, 'string') &&
      (item.constraint?.keys ?? []).every(isLifespan),
  );
  yield* complainAbout('functions', module.functions, (item) =>
    item.signatures.every(
      (signature) =>
        signature.minArguments >= 0 &&
        signature.routes.length > 0 &&
        signature.routes.every((route) => ROUTE_TYPES.has(route)) &&
        (signature.maxArguments === null || signature.argumentKinds.length === signature.maxArguments) &&
        signature.argumentKinds.every((kind) => kind === null || ARGUMENT_KINDS.has(kind)),
    ),
  );
  yield* complainAbout('transformations', module.transformations, (item) =>
    item.operations.every(
      (operation) => isLifespan(operation) && (operation.minParameters ?? 1) <= (operation.maxParameters ?? 0),
    ),
  );
  for (const { module: name } of module.dependencies) {
    if (!name.endsWith('*') && catalog.moduleLifespan(name) === undefined) yield `dependencies: ${name}`;
  }
}

describe('the facts of the catalogue', () => {
  for (const version of KAMAILIO_VERSIONS) {
    it(`are whole in ${version}`, () => {
      const catalog = openCatalog(version);
      const wrong: string[] = [];
      assert(catalog.moduleNames().length > 200);
      for (const name of catalog.moduleNames()) {
        const module = catalog.module(name);
        assert(module, name);
        for (const complaint of complainAboutModule(module, catalog)) wrong.push(`${name}: ${complaint}`);
      }
      const { core } = catalog;
      wrong.push(...complainAboutShared(core));
      wrong.push(
        ...complainAbout(
          'settings',
          core.settings,
          ({ values }) => values.length > 0 && values.every((kind) => VALUE_KINDS.has(kind)),
        ),
      );
      for (const list of ['functions', 'controls', 'statements', 'directives', 'routeBlocks', 'operators'] as const) {
        assert(core[list].length > 0);
        wrong.push(...complainAbout<Lifespan & { name: string }>(list, core[list], () => true));
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('are all in the index', () => {
    const catalog = openCatalog('6.1');
    for (const name of catalog.moduleNames()) {
      const module = catalog.module(name);
      for (const entry of module?.functions ?? []) {
        assert(
          catalog.functionsNamed(entry.name).some((found) => found.entry === entry),
          `${name} ${entry.name}`,
        );
      }
      for (const entry of module?.pseudoVariables ?? []) {
        assert(
          catalog.pseudoVariablesNamed(entry.name).some((found) => found.entry === entry),
          `${name} ${entry.name}`,
        );
      }
    }
  });
});
