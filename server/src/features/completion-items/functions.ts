import { isAllowedInContext, routeContextMask } from '../../catalog/route-context.ts';
import type { FunctionEntry } from '../../catalog/types.ts';
import { removedIn } from '../../catalog/versions.ts';
import type { Block } from '../completion-context/block.ts';
import type { ItemList } from './item.ts';
import { describeModule, describeNewer, nextCharacter, type Completion } from './request.ts';

/** How the functions begin that are exported for other modules' C code: no script calls them. */
const C_INTERFACE = 'bind_';

/**
 * Proposes the functions of the core and of all modules: the loaded ones' first, those that this kind of route block may
 * not call, and those of modules that are not loaded, last.
 * @param asValue whether a value is wanted, so that what ends a route block has no place
 */
export function addFunctions(completion: Completion, list: ItemList, asValue: boolean): void {
  const { catalog, names, cursor } = completion;
  const { block } = cursor;
  const hasParentheses = nextCharacter(completion) === '(';
  addCoreFunctions(completion, list, asValue, hasParentheses);
  const mask = block.kind === 'route' ? routeContextMask(block.routeKind, block.name) : undefined;
  const read = new Set<string>();
  for (const module of names.modules.keys()) {
    for (const entry of catalog.module(module)?.functions ?? []) {
      const { name } = entry;
      const newer = describeNewer(catalog, entry);
      if ((!catalog.has(entry) && !newer) || name.startsWith(C_INTERFACE)) continue;
      // Another module may have one of that name already.
      if (newer && catalog.available('functions').has(name)) continue;
      read.add(name);
      const isAllowed =
        mask === undefined || entry.signatures.some((signature) => isAllowedInContext(signature.routeMask, mask));
      const { rank, detail } = describeModule(completion, [module]);
      list.add({
        label: name,
        kind: 'function',
        rank: isAllowed ? rank : 'unlikely',
        detail: isAllowed ? detail : `${detail}, not allowed in ${describeBlock(block)}`,
        deprecated: removedIn(entry) !== undefined,
        key: `function ${module} ${name}`,
        ...callText(name, arityOf(entry), hasParentheses),
        ...newer,
      });
    }
  }
  for (const [name, owners] of catalog.available('functions')) {
    if (read.has(name) || name.startsWith(C_INTERFACE)) continue;
    list.add({
      label: name,
      kind: 'function',
      rank: 'distant',
      detail: describeModule(completion, owners).detail,
      key: `function ${owners[0] ?? ''} ${name}`,
      ...callText(name, 'some', hasParentheses),
    });
  }
}

function describeBlock(block: Block): string {
  return block.kind === 'route' ? block.routeKind : 'this block';
}

function arityOf({ signatures }: FunctionEntry): 'none' | 'some' {
  return signatures.every((signature) => signature.maxArguments === 0) ? 'none' : 'some';
}

function callText(
  name: string,
  arity: 'none' | 'some',
  hasParentheses: boolean,
): { readonly text?: string; readonly snippet?: string; readonly continues?: boolean } {
  if (hasParentheses) return { text: name };
  return arity === 'none' ? { text: `${name}()` } : { snippet: `${name}($1)`, continues: true };
}

function addCoreFunctions(completion: Completion, list: ItemList, asValue: boolean, hasParentheses: boolean): void {
  const { catalog, cursor } = completion;
  const { block } = cursor;
  const isOnsend = block.kind === 'route' && block.routeKind === 'onsend_route';
  const canBreak = block.kind === 'route' && block.headers.some((header) => header === 'switch' || header === 'while');
  for (const entry of catalog.core.functions) {
    const leaves = entry.group === 'return';
    if (leaves && asValue) continue;
    const obstacle =
      isOnsend && !entry.onsend
        ? 'not allowed in onsend_route'
        : entry.name === 'break' && !canBreak
          ? 'there is nothing to break here'
          : undefined;
    for (const spelling of [entry, ...entry.aliases]) {
      const newer = describeNewer(catalog, spelling) ?? describeNewer(catalog, entry);
      if (!(catalog.has(entry) && catalog.has(spelling)) && !newer) continue;
      const { name } = spelling;
      const takesArguments = entry.arities.some((arity) => arity > 0);
      list.add({
        label: name,
        kind: leaves ? 'keyword' : 'function',
        rank: obstacle !== undefined ? 'unlikely' : spelling !== entry ? 'general' : leaves ? 'fitting' : 'possible',
        detail: obstacle ?? (spelling === entry ? 'core' : `core, the same as ${entry.name}`),
        deprecated: removedIn(spelling) !== undefined,
        key: `coreFunction - ${name}`,
        ...(leaves ? { text: name } : callText(name, takesArguments ? 'some' : 'none', hasParentheses)),
        ...newer,
      });
    }
  }
}
