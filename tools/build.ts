/**
 * Bundles the extension, the language server and the linter, and writes the catalogue beside the server.
 * `--development` keeps names and adds source maps; without it the result is what is shipped.
 */
import { existsSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { isEntryPoint, projectPath } from './project.ts';

interface CatalogBuilder {
  readonly buildCatalog: (folders: { factsDir: string; textsDir: string; outDir: string }) => void | Promise<void>;
}

interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly executable: boolean;
  readonly external: readonly string[];
}

const BUNDLES: readonly Bundle[] = [
  {
    entry: 'client/src/extension.ts',
    outfile: 'client/dist/extension.cjs',
    executable: false,
    external: ['vscode'],
  },
  {
    entry: 'server/src/lsp/main.ts',
    outfile: 'server/dist/kamailio-language-server.cjs',
    executable: true,
    external: [],
  },
  { entry: 'server/src/cli/main.ts', outfile: 'server/dist/kamailio-lint.cjs', executable: true, external: [] },
];

/** The lower bound of `engines.vscode` brings Node 20 with it; the server's `engines.node` says the same. */
const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The UMD builds of some dependencies hide their inner requires from the bundler.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
};

/** Builds everything into `client/dist` and `server/dist`. */
export async function buildAll(options: { readonly development?: boolean } = {}): Promise<void> {
  const development = options.development ?? false;
  await Promise.all(
    ['client/dist', 'server/dist'].map((folder) => rm(projectPath(folder), { recursive: true, force: true })),
  );
  await Promise.all(
    BUNDLES.filter(({ entry }) => existsSync(projectPath(entry))).map(async (bundle) => {
      await build({
        ...COMMON,
        entryPoints: [projectPath(bundle.entry)],
        outfile: projectPath(bundle.outfile),
        external: [...bundle.external],
        minify: !development,
        sourcemap: development ? 'linked' : false,
        ...(bundle.executable ? { banner: { js: '#!/usr/bin/env node' } } : {}),
      });
      if (bundle.executable) await chmod(projectPath(bundle.outfile), 0o755);
    }),
  );
  await buildCatalogData();
}

async function buildCatalogData(): Promise<void> {
  const builder = projectPath('server/src/catalog/build-catalog.ts');
  if (!existsSync(builder)) return;
  const { buildCatalog } = (await import(pathToFileURL(builder).href)) as CatalogBuilder;
  await buildCatalog({
    factsDir: projectPath('server/catalog/facts'),
    textsDir: projectPath('server/catalog/texts'),
    outDir: projectPath('server/dist/catalog'),
  });
}

if (isEntryPoint(import.meta.url)) await buildAll({ development: process.argv.includes('--development') });
