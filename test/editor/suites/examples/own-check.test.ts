import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import { append, eventually, openFile, revert, workspaceFile } from '../../extension-host/editor.ts';
import { FakeProgram } from '../../extension-host/fake-program.ts';

const ROOT = 'checked/kamailio.cfg';
const PART = 'checked/part.inc';
const FAULTLESS = 'route[PART] {\n\txlog("one");\n}\n';

/** Finds fault with the second line of the part as long as `REFUSE` stands there; it is named as Kamailio does. */
const CHECK = `part="$(dirname "$file")/part.inc"
if grep -q REFUSE "$part"; then
  echo " 0(1) CRITICAL: <core> [core/cfg.y:3787]: yyerror_at(): parse error in config file $part, line 2, column 7-11: flag not declared" >&2
  echo "ERROR: bad config file (1 errors) (parsing code: 0)" >&2
  exit 255
fi
echo "config file ok, exiting..." >&2`;

describe('the check by Kamailio itself', function () {
  const program = new FakeProgram('5.6.3', CHECK);
  const part = workspaceFile(PART);
  const found = (): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(part).filter(({ source }) => source === 'kamailio -c');
  const checks = (): readonly string[] => program.runs.filter((run) => run.startsWith('-c'));
  const set = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('kamailio').update(name, value, vscode.ConfigurationTarget.Workspace);

  before(async function () {
    if (process.platform === 'win32') {
      console.log('    left out: a program that is a shell script');
      this.skip();
    }
    await vscode.workspace.fs.createDirectory(workspaceFile('checked'));
    const text = '#!KAMAILIO\nloadmodule "xlog.so"\ninclude_file "part.inc"\nrequest_route { route(PART); }\n';
    writeFileSync(workspaceFile(ROOT).fsPath, text);
    writeFileSync(part.fsPath, FAULTLESS);
    await set('defines', ['WITH_CHECK']);
    await set('program', program.file);
    await openFile(ROOT);
    await eventually(() => program.runs.includes('-v'));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await set('defines', undefined);
    await set('program', undefined);
    program.remove();
    rmSync(workspaceFile('checked').fsPath, { recursive: true, force: true });
  });

  it('finds a fault in an included file on save, which is gone once it is mended', async () => {
    const editor = await openFile(PART);
    await eventually(() => editor.document.languageId === 'kamailio');
    await append(editor, '# REFUSE\n');
    assert.deepEqual(checks(), []);
    await editor.document.save();
    const [fault] = await eventually(() => (found().length > 0 ? found() : undefined));
    assert.match(fault?.message ?? '', /declared with flags .* \(flag not declared\)$/);
    assert.deepEqual(fault?.range, new vscode.Range(1, 6, 1, 11));
    assert.equal(fault.severity, vscode.DiagnosticSeverity.Error);
    assert.deepEqual(checks(), [`-c -A WITH_CHECK -f ${workspaceFile(ROOT).fsPath}`]);
    await editor.edit((edit) => edit.replace(new vscode.Range(3, 0, 4, 0), ''));
    await editor.document.save();
    await eventually(() => found().length === 0);
  });

  it('reads what is not saved from a copy when the command asks, and leaves none behind', async () => {
    const copies = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('kamailio-check-'));
    const before = copies();
    const editor = await openFile(PART);
    await append(editor, '# REFUSE\n');
    void vscode.commands.executeCommand('kamailio.check.run');
    await eventually(() => found().length === 1);
    assert.equal(readFileSync(part.fsPath, 'utf8'), FAULTLESS);
    const file = /\S+$/.exec(checks().at(-1) ?? '')?.[0] ?? '';
    assert.match(file, /kamailio-check-.*checked\/kamailio\.cfg$/);
    assert.equal(existsSync(file), false);
    assert.deepEqual(copies(), before);
    await revert(editor);
    void vscode.commands.executeCommand('kamailio.check.run');
    await eventually(() => found().length === 0);
  });

  it('hides what the language server finds on the same line', async () => {
    const editor = await openFile(PART);
    await append(editor, '# REFUSE\n');
    await editor.document.save();
    await eventually(() => found().length === 1);
    // Another line is edited so that the finding stays: the call is left without its end.
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    assert.equal(found()[0]?.range.start.line, 2);
    await editor.edit((edit) => edit.replace(new vscode.Range(2, 0, 2, 13), '\tno_such_call();'));
    await editor.document.save();
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), ''));
    await editor.document.save();
    const ours = (): boolean =>
      vscode.languages
        .getDiagnostics(part)
        .some(({ source, range }) => source === 'kamailio' && range.start.line === 1);
    await eventually(ours);
    await eventually(() => found().length === 0);
    writeFileSync(part.fsPath, FAULTLESS);
    await revert(editor);
  });

  it('does not happen on save where the setting is off', async () => {
    await set('check.onSave', false);
    try {
      const editor = await openFile(PART);
      const before = checks().length;
      await append(editor, '# REFUSE\n');
      await editor.document.save();
      void vscode.commands.executeCommand('kamailio.check.run');
      await eventually(() => found().length === 1);
      assert.equal(checks().length, before + 1);
    } finally {
      await set('check.onSave', undefined);
    }
  });

  it('is a task, whose problem matcher finds the place', async () => {
    const offered = await vscode.tasks.fetchTasks({ type: 'kamailio' });
    const task = offered.find(({ definition }) => definition.file === ROOT);
    assert.ok(task, offered.map(({ name }) => name).join());
    await set('check.onSave', false);
    try {
      const ended = new Promise<number | undefined>((resolve) => {
        const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name !== task.name) return;
          listener.dispose();
          resolve(exitCode);
        });
      });
      await vscode.tasks.executeTask(task);
      assert.equal(await ended, 255);
      const [fault] = await eventually(() => (found().length > 0 ? found() : undefined));
      assert.equal(fault?.range.start.line, 1);
    } finally {
      await set('check.onSave', undefined);
    }
  });
});
