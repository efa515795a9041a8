/** The one file of the catalogue that touches the file system: it writes the catalogue that is shipped. */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCHEMA_PATH } from './add-modules.ts';
import { overlayTexts } from './merge-texts.ts';
import type { CatalogSource } from './types.ts';

export interface BuildCatalogOptions {
  /** The committed facts: `index.json`, `core.json`, `modules/NAME.json`. */
  readonly factsDir: string;
  /** The explanations, one `NAME.json` a module; may be missing. */
  readonly textsDir: string;
  /** Holds the schema of a module's description, `module.schema.json`; `schema` beside the facts unless given. */
  readonly schemaDir?: string;
  /** Emptied first. */
  readonly outDir: string;
}

/** Writes the facts with their texts, without white space, one file a module. */
export async function buildCatalog({ factsDir, textsDir, schemaDir, outDir }: BuildCatalogOptions): Promise<void> {
  const source = createFactsSource(factsDir, textsDir, schemaDir);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(join(outDir, 'modules'), { recursive: true });
  const modules = (await readdir(join(factsDir, 'modules'))).map((file) => `modules/${file}`);
  for (const path of ['index.json', 'core.json', SCHEMA_PATH, ...modules]) {
    const text = source.read(path);
    if (text === undefined) throw new Error(`${factsDir} has no ${path}`);
    await writeFile(join(outDir, path), JSON.stringify(JSON.parse(text)));
  }
}

/** The catalogue of a directory, as `buildCatalog` wrote it. */
export function createDirectorySource(directory: string): CatalogSource {
  return { read: (path) => readIfThere(join(directory, path)) };
}

/** The catalogue straight from the facts and texts of the repository, for tests and tools: no build is needed. */
export function createFactsSource(
  factsDir: string,
  textsDir: string,
  schemaDir: string = join(factsDir, '..', 'schema'),
): CatalogSource {
  const merged = overlayTexts(createDirectorySource(factsDir), createDirectorySource(textsDir));
  const schema = createDirectorySource(schemaDir);
  return { read: (path) => (path === SCHEMA_PATH ? schema : merged).read(path) };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
