import path from 'node:path';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { Catalog } from '../../../server/src/catalog/catalog.ts';
import type { KamailioVersion } from '../../../server/src/catalog/versions.ts';

export const FACTS = path.resolve(import.meta.dirname, '../../../server/catalog/facts');
export const TEXTS = path.resolve(import.meta.dirname, '../../../server/catalog/texts');

/** The repository's own catalogue, without a build. */
export function openCatalog(version: KamailioVersion): Catalog {
  return new Catalog(createFactsSource(FACTS, TEXTS), version);
}
