/**
 * Bundles the extension, the language server and the linter, and writes the catalogue beside the server.
 * `--development` keeps names and adds source maps; without it the result is what is shipped.
 */
import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { buildCatalog } from '../server/src/catalog/build-catalog.ts';
import { writeNotices } from './notices.ts';
import { isEntryPoint, projectPath } from './project.ts';

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

/** The dashboard's web view: what its page loads, below `client/dist`. */
const PAGE_FOLDER = 'client/dist';
const PAGE: BuildOptions = {
  entryPoints: ['dashboard.ts', 'dashboard.css'].map((name) => ({
    in: projectPath('client/src/views/dashboard/webview', name),
    out: 'dashboard',
  })),
  outdir: projectPath(PAGE_FOLDER),
  platform: 'browser',
  // What the lower bound of `engines.vscode` shows its pages with.
  target: 'chrome122',
  format: 'iife',
};

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
  const metafiles = new Map<string, Metafile[]>();
  await Promise.all(
    ['client/dist', 'server/dist'].map((folder) => rm(projectPath(folder), { recursive: true, force: true })),
  );
  const bundleInto = async (folder: string, options: BuildOptions): Promise<void> => {
    const { metafile } = await build({
      ...COMMON,
      ...options,
      minify: !development,
      sourcemap: development ? 'linked' : false,
      metafile: true,
      absWorkingDir: projectPath(),
    });
    metafiles.set(folder, [...(metafiles.get(folder) ?? []), metafile]);
  };
  await Promise.all([
    bundleInto(PAGE_FOLDER, PAGE),
    ...BUNDLES.map(async ({ entry, outfile, executable, external }) => {
      await bundleInto(path.dirname(outfile), {
        entryPoints: [projectPath(entry)],
        outfile: projectPath(outfile),
        external: [...external],
        ...(executable ? { banner: { js: '#!/usr/bin/env node' } } : {}),
      });
      if (executable) await chmod(projectPath(outfile), 0o755);
    }),
  ]);
  for (const [folder, bundled] of metafiles) {
    await writeFile(projectPath(folder, 'THIRD-PARTY-NOTICES.txt'), writeNotices(bundled));
  }
  await buildCatalog({
    factsDir: projectPath('server/catalog/facts'),
    textsDir: projectPath('server/catalog/texts'),
    outDir: projectPath('server/dist/catalog'),
  });
}

if (isEntryPoint(import.meta.url)) await buildAll({ development: process.argv.includes('--development') });
