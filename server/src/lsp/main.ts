import {
  createConnection,
  ProposedFeatures,
  TextDocumentSyncKind,
  type InitializeResult,
} from 'vscode-languageserver/node.js';

/** The entry of the language server: over `--stdio`, `--node-ipc` or a socket, as the command line says. */
const connection = createConnection(ProposedFeatures.all);
connection.onInitialize((): InitializeResult => ({
  capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental },
  serverInfo: { name: 'kamailio-language-server' },
}));
connection.listen();
