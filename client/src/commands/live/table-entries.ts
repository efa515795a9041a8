import { commands, Disposable, env, window } from 'vscode';
import type { LiveServer } from '../../live/live-server.ts';
import type { HashTable, TableEntry } from '../../live/types.ts';
import { RpcError } from '../../rpc/rpc-error.ts';
import { chooseServer, chooseTable, pick, type CommandTarget } from './choose.ts';
import type { LiveContext } from './live-context.ts';
import { mayChange, runAction } from './run-action.ts';

const COPY = 'Copy Value';
const CHANGE = 'Change …';

/** How many keys are offered; beyond that the key is typed. */
const MOST_KEYS_OFFERED = 200;

type Run = (context: LiveContext, server: LiveServer, table: HashTable, target: CommandTarget) => Promise<unknown>;

/** What can be done with hash tables and their entries. */
export function registerTableEntries(context: LiveContext): Disposable {
  const register = (name: string, changes: boolean, run: Run): Disposable =>
    commands.registerCommand(`kamailio.htable.${name}`, async (target: CommandTarget) => {
      const server = await chooseServer(context, target);
      if (server === undefined || (changes && !(await mayChange(context, server)))) return;
      const table = await chooseTable(server, target);
      if (table === undefined) return;
      await run(context, server, table, target);
      if (changes) await context.view.reloadTable(server, table.name);
    });
  return Disposable.from(
    register('get', false, getEntry),
    register('set', true, setEntry),
    register('delete', true, deleteEntry),
    register('flush', true, (_, server, { name }) => runAction(context, server, { kind: 'table-flush', table: name })),
    register('reload', true, (_, server, { name }) =>
      runAction(context, server, { kind: 'table-reload', table: name }),
    ),
    register('filter', false, filterTable),
    register('clearFilter', false, (_, server, { name }) => context.view.filterTable(server, name, undefined)),
    register('refresh', false, (_, server, { name }) => context.view.reloadTable(server, name)),
    register('copyValue', false, copyValue),
  );
}

async function getEntry(
  context: LiveContext,
  server: LiveServer,
  table: HashTable,
  target: CommandTarget,
): Promise<void> {
  const entry = await chooseEntry(server, table, target);
  if (entry === undefined) return;
  const buttons = server.profile.access === 'write' ? [COPY, CHANGE] : [COPY];
  const chosen = await window.showInformationMessage(
    `${table.name} on ${server.profile.name}: ${entry.key} = ${String(entry.value)}`,
    ...buttons,
  );
  if (chosen === COPY) await env.clipboard.writeText(String(entry.value));
  if (chosen !== CHANGE) return;
  await askForValue(context, server, table, entry.key, entry);
  await context.view.reloadTable(server, table.name);
}

async function copyValue(_: LiveContext, server: LiveServer, table: HashTable, target: CommandTarget): Promise<void> {
  const entry = await chooseEntry(server, table, target);
  if (entry !== undefined) await env.clipboard.writeText(String(entry.value));
}

async function setEntry(
  context: LiveContext,
  server: LiveServer,
  table: HashTable,
  target: CommandTarget,
): Promise<void> {
  const key =
    target?.kind === 'entry'
      ? target.key
      : await window.showInputBox({
          title: `Set an entry of ${table.name} on ${server.profile.name}`,
          prompt: 'Key',
          ignoreFocusOut: true,
          validateInput: (text) => (text === '' ? 'The key is missing.' : undefined),
        });
  if (key === undefined) return;
  const before = await findEntry(server, table, key);
  if (before !== 'failed') await askForValue(context, server, table, key, before);
}

async function askForValue(
  context: LiveContext,
  server: LiveServer,
  { name }: HashTable,
  key: string,
  before: TableEntry | undefined,
): Promise<void> {
  const text = await window.showInputBox({
    title: `${name}: ${key}`,
    prompt: before === undefined ? 'Value of the new entry' : 'New value',
    value: before === undefined ? '' : String(before.value),
    ignoreFocusOut: true,
  });
  if (text === undefined) return;
  const isNumber = /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
  const wasNumber = before === undefined ? undefined : typeof before.value === 'number';
  let asNumber = isNumber;
  if (isNumber && wasNumber !== true) {
    const chosen = await pick('As what is it stored?', [
      { label: 'String', description: `"${text}"`, value: false },
      { label: 'Integer', description: text, value: true },
    ]);
    if (chosen === undefined) return;
    asNumber = chosen;
  }
  await runAction(context, server, { kind: 'table-set', table: name, key, value: asNumber ? Number(text) : text });
}

async function deleteEntry(
  context: LiveContext,
  server: LiveServer,
  table: HashTable,
  target: CommandTarget,
): Promise<void> {
  const entry = await chooseEntry(server, table, target);
  if (entry !== undefined) {
    await runAction(context, server, { kind: 'table-delete', table: table.name, key: entry.key });
  }
}

async function filterTable(
  context: LiveContext,
  server: LiveServer,
  { name }: HashTable,
  _target: CommandTarget,
): Promise<void> {
  const text = await window.showInputBox({
    title: `Filter ${name} of ${server.profile.name}`,
    prompt: 'Only entries whose key or value holds this text are shown; all of them if empty.',
    value: context.view.filterOf(server.profile.name, name) ?? '',
  });
  if (text === undefined) return;
  await context.view.filterTable(server, name, text === '' ? undefined : text);
}

/** The entry of the row, or one that is asked for by its key. */
async function chooseEntry(
  server: LiveServer,
  table: HashTable,
  target: CommandTarget,
): Promise<TableEntry | undefined> {
  const key = target?.kind === 'entry' ? target.key : await askForKey(server, table);
  if (key === undefined) return undefined;
  const entry = await findEntry(server, table, key);
  if (entry === undefined) void window.showInformationMessage(`${table.name} has no entry ${key}.`);
  return entry === 'failed' ? undefined : entry;
}

/** Offers the keys of a small table and asks for a text in a large one. */
async function askForKey(server: LiveServer, table: HashTable): Promise<string | undefined> {
  const title = `Which entry of ${table.name} on ${server.profile.name}?`;
  if ((table.entries ?? MOST_KEYS_OFFERED + 1) > MOST_KEYS_OFFERED) {
    return window.showInputBox({ title, prompt: 'Key', ignoreFocusOut: true });
  }
  const page = await read(server, () => server.readTable(table.name, { offset: 0, limit: MOST_KEYS_OFFERED }));
  if (page === 'failed') return undefined;
  if (page.entries.length === 0) {
    void window.showInformationMessage(`${table.name} has no entries.`);
    return undefined;
  }
  return pick(
    title,
    page.entries.map(({ key, value }) => ({ label: key, description: String(value), value: key })),
  );
}

async function findEntry(
  server: LiveServer,
  { name }: HashTable,
  key: string,
): Promise<TableEntry | undefined | 'failed'> {
  const page = await read(server, () => server.readTable(name, { offset: 0, limit: Infinity, filter: key }));
  return page === 'failed' ? page : page.entries.find((entry) => entry.key === key);
}

/** Tells a failure of the server. */
async function read<T>(server: LiveServer, run: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    void window.showErrorMessage(`${server.profile.name}: ${error.message}`);
    return 'failed';
  }
}
