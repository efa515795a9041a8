/** `server/catalog/facts/index.json`: what is known without reading a module's file. */
import type { Fields } from './combine-versions.ts';

/** The indexed lists whose items are listed without reading their modules. */
const LISTED = ['functions', 'pseudoVariables', 'transformations', 'eventRoutes'];

/** By list, name and module: in which versions an item exists, where not every version of its module has it. */
function listPartial(modules: readonly Fields[], files: readonly Fields[]): Fields {
  const lifespans = new Map(modules.map(({ name, since, until }) => [name, { since, until }]));
  const partial: Record<string, Record<string, Record<string, Fields>>> = {};
  for (const list of LISTED) {
    const names = (partial[list] ??= {});
    for (const file of files) {
      const whole = lifespans.get(file.name);
      for (const { name, since, until } of (file[list] ?? []) as readonly Fields[]) {
        if (since === whole?.since && until === whole?.until) continue;
        (names[name as string] ??= {})[file.name as string] = { since, until };
      }
    }
  }
  return partial;
}

/**
 * Which module has what, by name, so that a name is found without reading every module. `modules` are all modules with
 * their lifespans, `removed` those that no version of the catalogue has, `files` what each module and the core have.
 */
export function buildIndex(modules: readonly Fields[], removed: unknown, files: readonly Fields[]): Fields {
  const owners = (list: string): Fields => {
    const found = new Map<string, string[]>();
    for (const file of files) {
      for (const item of (file[list] ?? []) as readonly Fields[]) {
        const name = item.name as string;
        found.set(name, [...(found.get(name) ?? []), file.name as string]);
      }
    }
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return {
    modules,
    partial: listPartial(modules, files),
    pseudoVariables: owners('pseudoVariables'),
    transformations: owners('transformations'),
    eventRoutes: owners('eventRoutes'),
    rpcCommands: owners('rpcCommands'),
    functions: owners('functions'),
    removed,
  };
}
