import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { explainForbiddenImport } from '../../tools/layers.ts';

function isAllowed(file: string, specifier: string, typeOnly = false): boolean {
  return explainForbiddenImport(file, { specifier, typeOnly }) === undefined;
}

describe('the layers of the server', () => {
  it('lets arrows run one way', () => {
    assert(isAllowed('server/src/semantic/program.ts', '../syntax/tree.ts'));
    assert(isAllowed('server/src/lsp/main.ts', '../features/hover.ts'));
    assert(!isAllowed('server/src/syntax/tree.ts', '../semantic/program.ts'));
    assert(!isAllowed('server/src/catalog/loader.ts', '../syntax/tree.ts', true));
    assert(!isAllowed('server/src/rules/unknown-module.ts', '../features/hover.ts'));
    assert(!isAllowed('server/src/cli/main.ts', '../lsp/main.ts'));
  });

  it('keeps the outside world out of everything below lsp/ and cli/', () => {
    assert(!isAllowed('server/src/semantic/program.ts', 'node:fs'));
    assert(!isAllowed('server/src/features/hover.ts', 'vscode-languageserver/node.js'));
    assert(isAllowed('server/src/cli/main.ts', 'node:fs'));
    assert(isAllowed('server/src/workspace/host/node-files.ts', 'node:fs'));
    assert(isAllowed('server/src/syntax/lexer.ts', 'chevrotain'));
  });

  it('asks for a new folder to be given its place', () => {
    assert(!isAllowed('server/src/misc/thing.ts', './other.ts'));
  });
});

describe('the layers of the client', () => {
  it('gives the client the types of the messages and nothing else of the server', () => {
    const messages = '../../../server/src/lsp/messages.ts';
    assert(isAllowed('client/src/language-client/inactive-regions.ts', messages, true));
    assert(!isAllowed('client/src/language-client/inactive-regions.ts', messages));
    assert(!isAllowed('client/src/extension.ts', '../../server/src/semantic/program.ts', true));
  });

  it('keeps vscode out of rpc and live', () => {
    assert(!isAllowed('client/src/rpc/binrpc.ts', 'vscode'));
    assert(!isAllowed('client/src/live/model.ts', 'vscode', true));
    assert(isAllowed('client/src/views/servers.ts', 'vscode'));
  });
});
