import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mergeTexts } from './merge-texts.ts';
import type { ModuleTexts } from './merge-texts.ts';
import type { CatalogSource } from './types.ts';

/** The catalogue as `buildCatalog` wrote it. */
export function createFileSource(directory: string): CatalogSource {
  return { read: (path) => readIfThere(join(directory, path)) };
}

/** The catalogue straight from the facts and texts of the repository, for tests and tools: no build is needed. */
export function createFactsSource(factsDir: string, textsDir: string): CatalogSource {
  return {
    read: (path) => {
      const facts = readIfThere(join(factsDir, path));
      const texts = path === 'index.json' ? undefined : readIfThere(join(textsDir, basename(path)));
      return facts === undefined || texts === undefined
        ? facts
        : JSON.stringify(mergeTexts(JSON.parse(facts), JSON.parse(texts) as ModuleTexts).file);
    },
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
