import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import manifest from '../../package.json' with { type: 'json' };
import { findConfigurationFiles, nodeFiles } from '../workspace/host/node-files.ts';
import { readBuiltCatalog } from '../workspace/host/built-catalog.ts';
import { createServer } from './server.ts';

/** More files than these are not looked through for roots: a workspace that large is no configuration repository. */
const MOST_FILES = 2000;

/** The entry of the language server: over `--stdio`, `--node-ipc` or a socket, as the command line says. */
createServer(createConnection(ProposedFeatures.all), {
  files: nodeFiles,
  catalog: readBuiltCatalog(path.join(import.meta.dirname, 'catalog')),
  findConfigurations: (folder, isCancelled) => findConfigurationFiles(folder, MOST_FILES, isCancelled),
  version: manifest.version,
});
