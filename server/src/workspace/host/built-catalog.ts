import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CatalogSource } from '../../catalog/types.ts';

/** The catalogue as the build wrote it beside the bundle. */
export function readBuiltCatalog(folder: string): CatalogSource {
  return {
    read(file) {
      try {
        return readFileSync(path.join(folder, file), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}
