/**
 * The layers of the language server and which of them each may read, as a rule for ESLint.
 * docs/ARCHITECTURE.md explains the arrows.
 */
import path from 'node:path';
import type { Rule } from 'eslint';

/** What each folder of server/src may import from beside itself. A folder that is not listed is reported. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  syntax: [],
  catalog: [],
  text: ['syntax', 'catalog'],
  semantic: ['syntax', 'catalog'],
  rules: ['syntax', 'semantic', 'catalog', 'dispatcher-list'],
  features: ['syntax', 'semantic', 'catalog', 'text', 'dispatcher-list'],
  'dispatcher-list': ['syntax', 'semantic', 'catalog', 'text'],
  workspace: ['syntax', 'semantic', 'catalog', 'rules', 'dispatcher-list'],
  lsp: ['syntax', 'semantic', 'catalog', 'rules', 'features', 'dispatcher-list', 'workspace'],
  cli: ['syntax', 'semantic', 'catalog', 'rules', 'features', 'dispatcher-list', 'workspace'],
};

/** The folders that may touch a connection, the file system, the clock and the process. */
const HOST_LAYERS = new Set(['lsp', 'cli']);

/** Files below those folders that may do so too: adapters of the workspace, and the generator of the catalogue's data. */
const HOST_FILES = [/^workspace\/host\//, /^catalog\/build-catalog\.ts$/];

/** Built-ins that only compute, and so are free for every layer. */
const PURE_BUILT_INS = new Set(['node:assert', 'node:assert/strict', 'node:path/posix', 'node:util']);

/** The entries read the server's version from here. */
const SERVER_MANIFEST = 'server/package.json';

/** The one file of the server that the client may read, and only for its types. */
const CLIENT_CONTRACT = 'server/src/lsp/messages.ts';

/** Folders of the client that must run without an editor. */
const EDITOR_FREE = [
  'client/src/rpc/',
  'client/src/live/',
  'client/src/own-check/',
  'client/src/views/dashboard/webview/',
];

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Says why a file of the project must not import something, or nothing when it may. Paths are relative to the root. */
export function explainForbiddenImport(file: string, { specifier, typeOnly }: Import): string | undefined {
  const target = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined;
  if (file.startsWith('server/src/')) return explainServerImport(file.slice('server/src/'.length), specifier, target);
  if (!file.startsWith('client/src/')) return undefined;
  if (specifier === 'vscode' && EDITOR_FREE.some((folder) => file.startsWith(folder))) {
    return 'This folder of the client runs without an editor and must not import vscode.';
  }
  if (specifier.startsWith('kamailio-language-server')) return 'The client reads the server only through its messages.';
  if (target === undefined || target.startsWith('client/src/')) return undefined;
  if (target === CLIENT_CONTRACT) return typeOnly ? undefined : 'Import only the types of the messages.';
  return `The client may import nothing outside client/src but the types of ${CLIENT_CONTRACT}.`;
}

function explainServerImport(file: string, specifier: string, target: string | undefined): string | undefined {
  const layer = layerOf(file);
  const allowed = ALLOWED[layer];
  if (allowed === undefined) return `"${layer}" is no known layer; add it to tools/layers.ts.`;
  if (target !== undefined) {
    if (target === SERVER_MANIFEST && mayTouchHost(file)) return undefined;
    if (!target.startsWith('server/src/')) return 'The server imports nothing from outside server/src.';
    const other = layerOf(target.slice('server/src/'.length));
    if (other === layer || allowed.includes(other)) return undefined;
    return `The layer "${layer}" must not import from "${other}".`;
  }
  if (mayTouchHost(file)) return undefined;
  if (specifier.startsWith('node:') && !PURE_BUILT_INS.has(specifier)) {
    return `Only lsp/, cli/ and workspace/host/ may use ${specifier}; take what you need as an argument.`;
  }
  if (/^vscode-languageserver\/(node|browser)/.test(specifier) || specifier === 'vscode-jsonrpc') {
    return 'Only lsp/ knows the wire; import types from vscode-languageserver-types or describe them here.';
  }
  return undefined;
}

function layerOf(file: string): string {
  return file.split('/')[0] ?? file;
}

/** Whether a file, relative to server/src, may touch the outside world. */
export function mayTouchHost(file: string): boolean {
  return HOST_LAYERS.has(layerOf(file)) || HOST_FILES.some((pattern) => pattern.test(file));
}

/** Reports every import, export-from and `import()` that goes against an arrow. */
export const layersRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { forbidden: '{{reason}}' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const report = (node: Rule.Node, specifier: unknown, typeOnly: boolean): void => {
      if (typeof specifier !== 'string') return;
      const reason = explainForbiddenImport(file, { specifier, typeOnly });
      if (reason !== undefined) context.report({ node, messageId: 'forbidden', data: { reason } });
    };
    return {
      ImportDeclaration(node) {
        report(node, node.source.value, 'importKind' in node && node.importKind === 'type');
      },
      ExportNamedDeclaration(node) {
        if (node.source) report(node, node.source.value, 'exportKind' in node && node.exportKind === 'type');
      },
      ExportAllDeclaration(node) {
        report(node, node.source.value, 'exportKind' in node && node.exportKind === 'type');
      },
      ImportExpression(node) {
        if (node.source.type === 'Literal') report(node, node.source.value, false);
      },
    };
  },
};
