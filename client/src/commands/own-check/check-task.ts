import path from 'node:path';
import {
  ProcessExecution,
  Task,
  TaskGroup,
  tasks,
  TaskScope,
  Uri,
  workspace,
  type Disposable,
  type TaskDefinition,
  type TaskProvider,
} from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { checkArguments } from '../../own-check/plan.ts';
import type { InstalledProgram } from '../../versions/find-program.ts';
import type { KnownVersions } from '../../versions/known-versions.ts';
import { configurationsOf } from './configurations.ts';

const TYPE = 'kamailio';

/** Where configurations are looked for beside those that are open, and how many. */
const ROOT_NAMES = '**/kamailio*.cfg';
const MOST_ROOTS = 50;

interface CheckDefinition extends TaskDefinition {
  /** The root file, absolute or relative to the workspace folder. */
  readonly file: string;
}

/** Offers `kamailio -c` on each configuration as a task. Nothing is offered where the workspace is not trusted. */
export function registerCheckTask(server: ServerConnection, versions: KnownVersions): Disposable {
  const provider: TaskProvider = {
    async provideTasks() {
      const installed = await versions.installed();
      if (installed === undefined) return [];
      return (await findRoots(server)).map((root) => {
        const folder = workspace.getWorkspaceFolder(root);
        const file = folder === undefined ? root.fsPath : path.relative(folder.uri.fsPath, root.fsPath);
        return checkTask({ type: TYPE, file }, folder?.uri, installed);
      });
    },
    async resolveTask({ definition, scope }) {
      const installed = await versions.installed();
      if (installed === undefined || typeof definition.file !== 'string') return undefined;
      const folder = typeof scope === 'object' ? scope.uri : workspace.workspaceFolders?.[0]?.uri;
      return checkTask(definition as CheckDefinition, folder, installed);
    },
  };
  return tasks.registerTaskProvider(TYPE, provider);
}

async function findRoots(server: ServerConnection): Promise<Uri[]> {
  const open = workspace.textDocuments.filter(({ languageId }) => languageId === 'kamailio').map(({ uri }) => uri);
  const named = await workspace.findFiles(ROOT_NAMES, '**/node_modules/**', MOST_ROOTS);
  const roots = new Set<string>();
  for (const uri of [...open, ...named]) {
    for (const { root } of (await configurationsOf(server, uri)) ?? []) roots.add(root);
  }
  return [...roots].sort().map((root) => Uri.file(root));
}

function checkTask(definition: CheckDefinition, folder: Uri | undefined, installed: InstalledProgram): Task {
  const { file } = definition;
  // The editor replaces variables such as `${file}` when the task runs.
  const isWhole = path.isAbsolute(file) || file.startsWith('${') || folder === undefined;
  const root = isWhole ? file : path.join(folder.fsPath, file);
  const defines = workspace.getConfiguration('kamailio', Uri.file(root)).get<string[]>('defines', []);
  const scope = folder && workspace.getWorkspaceFolder(folder);
  const task = new Task(
    definition,
    scope ?? TaskScope.Workspace,
    `check ${file}`,
    TYPE,
    new ProcessExecution(
      installed.program,
      checkArguments(installed.release, root, defines),
      path.isAbsolute(root) ? { cwd: path.dirname(root) } : {},
    ),
    '$kamailio',
  );
  task.group = TaskGroup.Build;
  task.detail = `kamailio -c, Kamailio ${installed.release}`;
  return task;
}
