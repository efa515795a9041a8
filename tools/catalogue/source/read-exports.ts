/** What a module of a Kamailio source tree exports, read from the tables in its C files. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  findArrays,
  findCalls,
  findStructures,
  numberOf,
  readC,
  textOf,
  wordsIn,
  type CFile,
  type CGroup,
  type CToken,
  type CValue,
} from './c-tokens.ts';
import { readInnerNames } from './read-inner-names.ts';

export interface ExportedParameter {
  readonly name: string;
  readonly types: readonly string[];
  readonly viaFunction: boolean;
  /** What its variable is initialised with; null for an empty one. Absent where that cannot be told. */
  readonly default?: number | string | null;
}

export interface ExportedFunction {
  readonly name: string;
  /** By number of arguments; null for any number. */
  readonly signatures: readonly { readonly arguments: number | null; readonly routes: readonly string[] }[];
}

export interface ExportedVariable {
  readonly name: string;
  readonly innerName: boolean;
  readonly writable: boolean;
}

/** What one module offers in one version. */
export interface ModuleExports {
  readonly name: string;
  readonly parameters: readonly ExportedParameter[];
  readonly functions: readonly ExportedFunction[];
  readonly rpcCommands: readonly { readonly name: string }[];
  readonly pseudoVariables: readonly ExportedVariable[];
  /** By pseudo-variable, where the names that it takes in its parentheses can be read. */
  readonly innerNames: ReadonlyMap<string, readonly string[]>;
  readonly transformations: readonly { readonly name: string }[];
  readonly statistics: readonly { readonly name: string }[];
}

/** The kinds of route blocks behind `cmd_export_t.flags` (src/core/route.h), as the catalogue calls them. */
const ROUTES: Readonly<Record<string, readonly string[]>> = {
  ANY_ROUTE: ['ANY'],
  REQUEST_ROUTE: ['REQUEST'],
  FAILURE_ROUTE: ['FAILURE'],
  TM_ONREPLY_ROUTE: ['TM_ONREPLY'],
  BRANCH_ROUTE: ['BRANCH'],
  ONSEND_ROUTE: ['ONSEND'],
  ERROR_ROUTE: ['ERROR'],
  LOCAL_ROUTE: ['LOCAL'],
  CORE_ONREPLY_ROUTE: ['CORE_ONREPLY'],
  BRANCH_FAILURE_ROUTE: ['BRANCH_FAILURE'],
  ONREPLY_ROUTE: ['ONREPLY'],
  ONEVENT_ROUTE: ['EVENT'],
  EVENT_ROUTE: ['REQUEST', 'EVENT'],
};

const VARIABLE_ARGUMENTS = 'VAR_PARAM_NO';

/** The version of a source tree, for example `6.1`: from `src/Makefile.defs`. */
export function readTreeVersion(tree: string): string {
  const text = readFileSync(path.join(tree, 'src/Makefile.defs'), 'utf8');
  const read = (name: string): string => new RegExp(`^${name}\\s*=\\s*(\\d+)`, 'm').exec(text)?.[1] ?? '';
  const [major, minor] = [read('VERSION'), read('PATCHLEVEL')];
  if (major === '' || minor === '') throw new Error(`${tree}/src/Makefile.defs names no version`);
  return `${major}.${minor}`;
}

/** The names of all modules of a tree, also of those that are built from another module's files. */
export function listModules(tree: string): string[] {
  return globSync('src/modules/*/Makefile', { cwd: tree }).map((file) => path.basename(path.dirname(file)));
}

/** All modules of a tree that have export tables of their own. */
export function readModules(tree: string): ModuleExports[] {
  return globSync('src/modules/*/', { cwd: tree })
    .sort()
    .flatMap((folder) => readModule(path.join(tree, folder)) ?? []);
}

function readModule(folder: string): ModuleExports | undefined {
  const headers = globSync('**/*.h', { cwd: folder }).map((file) => readFile(path.join(folder, file)));
  const files = globSync('**/*.c', { cwd: folder, exclude: ['**/test/**', '**/tests/**'] })
    .sort()
    .map((file) => readFile(path.join(folder, file)));
  if (!files.some((file) => findStructures(file, 'module_exports', file.macros).length > 0)) return undefined;
  const shared = new Map<string, readonly CToken[]>([...headers, ...files].flatMap(({ macros }) => [...macros]));
  const rows = (type: string): CValue[][] =>
    files.flatMap((file) =>
      findArrays(file, type, new Map([...shared, ...file.macros])).flatMap((array) =>
        array.items.flatMap((item) => item.flatMap((part) => (part.kind === 'group' ? [[...part.items]] : []))),
      ),
    );
  const calls = (name: string): (readonly CValue[])[] =>
    files.flatMap((file) => findCalls(file, name, new Map([...shared, ...file.macros])));
  return {
    name: path.basename(folder),
    parameters: readParameters(rows('param_export_t'), (variable, empty) =>
      initialiserOf(files, shared, variable, empty),
    ),
    functions: readFunctions(rows('cmd_export_t')),
    rpcCommands: names([...rows('rpc_export_t'), ...rows('rpc_exportx_t')].map((row) => textOf(row[0]))),
    pseudoVariables: readVariables(rows('pv_export_t')),
    innerNames: readAllInnerNames(files, rows('pv_export_t')),
    transformations: names(rows('tr_export_t').map((row) => innerText(row[0]))),
    statistics: names([
      ...rows('stat_export_t').map((row) => textOf(row[0])),
      ...rows('counter_def_t').map((row) => textOf(row[1])),
      ...calls('counter_register').map((values) => textOf(values[2])),
      ...calls('register_stat').map((values) => textOf(values[1])),
    ]),
  };
}

function readFile(file: string): CFile {
  return readC(readFileSync(file, 'latin1'));
}

function names(found: readonly (string | undefined)[]): { readonly name: string }[] {
  return [...new Set(found)].flatMap((name) => (name === undefined ? [] : [{ name }]));
}

/** Of `{ "name", sizeof("name") - 1 }` the name. */
function innerText(value: CValue | undefined): string | undefined {
  const group = value?.find((token): token is CGroup => token.kind === 'group');
  return group
    ? textOf(group.items[0])
    : /^(?:str_init|STR_STATIC_INIT)$/.test(wordsIn(value)[0] ?? '')
      ? textOf(value)
      : undefined;
}

/**
 * The value that a module's variable begins with, as far as it is a number or a text; null for an empty text. A variable
 * that is only declared begins with nothing: `empty`.
 */
function initialiserOf(
  files: readonly CFile[],
  macros: ReadonlyMap<string, readonly CToken[]>,
  variable: string,
  empty: 0 | null,
): number | string | null | undefined {
  let isDeclared = false;
  for (const { tokens, macros: own } of files) {
    for (const [index, token] of tokens.entries()) {
      // In a declaration a type's name, or the star of a pointer, stands before the variable.
      const before = tokens[index - 1];
      if (token.text !== variable || (before?.kind !== 'word' && before?.text !== '*')) continue;
      const next = tokens[index + 1]?.text;
      isDeclared ||= next === ';' || next === ',';
      if (next !== '=') continue;
      const end = tokens.findIndex(({ text }, at) => at > index && (text === ';' || text === ','));
      const value = tokens
        .slice(index + 2, end)
        .flatMap((part) => own.get(part.text) ?? macros.get(part.text) ?? [part]);
      if (value.some(({ text }) => text === 'NULL' || text === 'STR_NULL')) return null;
      if (value.some(({ text }) => text === '{')) return value.some(({ text }) => text === '0') ? null : undefined;
      const number = numberOf(value);
      return number === 0 ? empty : (number ?? textOf(value));
    }
  }
  return isDeclared ? empty : undefined;
}

function readParameters(
  rows: readonly CValue[][],
  initialiser: (variable: string, empty: 0 | null) => number | string | null | undefined,
): ExportedParameter[] {
  const found = new Map<string, ExportedParameter>();
  for (const [first, second, third] of rows) {
    const name = textOf(first);
    const flags = wordsIn(second);
    if (name === undefined || flags.length === 0) continue;
    const type = flags.some((flag) => /(?:^|_)INT(?:_|$)/.test(flag)) ? 'int' : 'string';
    const before = found.get(name);
    const viaFunction = before?.viaFunction === true || flags.some((flag) => flag.includes('USE_FUNC'));
    // A member of a structure has no initialiser of its own.
    const isMember =
      third?.some(({ kind, ...part }) => kind === 'sign' && 'text' in part && part.text === '.') === true;
    const variable = isMember ? undefined : wordsIn(third)[0];
    const usual = viaFunction || variable === undefined ? undefined : initialiser(variable, type === 'int' ? 0 : null);
    found.set(name, {
      name,
      types: [...new Set([...(before?.types ?? []), type])],
      viaFunction,
      ...(usual === undefined ? {} : { default: usual }),
    });
  }
  return [...found.values()];
}

function readFunctions(rows: readonly CValue[][]): ExportedFunction[] {
  const found = new Map<string, Map<number | null, string[]>>();
  for (const row of rows) {
    const name = textOf(row[0]);
    const count = wordsIn(row[2]).includes(VARIABLE_ARGUMENTS) ? null : numberOf(row[2]);
    const routes = wordsIn(row[5]).flatMap((flag) => ROUTES[flag] ?? []);
    // A function without a route is an API that other modules bind.
    if (name === undefined || count === undefined || (count ?? 0) < 0 || routes.length === 0) continue;
    const signatures = found.get(name) ?? new Map<number | null, string[]>();
    signatures.set(count, [...new Set([...(signatures.get(count) ?? []), ...routes])]);
    found.set(name, signatures);
  }
  return [...found].map(([name, signatures]) => ({
    name,
    signatures: [...signatures].map(([count, routes]) => ({ arguments: count, routes })),
  }));
}

function readVariables(rows: readonly CValue[][]): ExportedVariable[] {
  const found = new Map<string, ExportedVariable>();
  for (const row of rows) {
    const name = innerText(row[0]);
    if (name === undefined) continue;
    const isSet = (value: CValue | undefined): boolean => (wordsIn(value)[0] ?? 'NULL') !== 'NULL';
    found.set(name, { name, writable: isSet(row[3]), innerName: isSet(row[4]) });
  }
  return [...found.values()];
}

function readAllInnerNames(files: readonly CFile[], rows: readonly CValue[][]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const row of rows) {
    const variable = innerText(row[0]);
    const [parser] = wordsIn(row[4]);
    if (variable === undefined || parser === undefined || parser === 'NULL') continue;
    for (const file of files) {
      const read = readInnerNames(file, parser);
      if (read) found.set(variable, read);
    }
  }
  return found;
}
