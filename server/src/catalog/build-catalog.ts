import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mergeTexts } from './merge-texts.ts';
import type { ModuleTexts } from './merge-texts.ts';

export interface BuildCatalogOptions {
  /** The committed facts: `index.json`, `core.json`, `modules/NAME.json`. */
  readonly factsDir: string;
  /** The explanations, one `NAME.json` a module. */
  readonly textsDir: string;
  /** Emptied first. */
  readonly outDir: string;
}

/** Writes the catalogue that is shipped: the facts with their texts, without white space, one file a module. */
export async function buildCatalog({ factsDir, textsDir, outDir }: BuildCatalogOptions): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(join(outDir, 'modules'), { recursive: true });
  const texts = new Set(await readdir(textsDir).catch(() => []));
  const modules = (await readdir(join(factsDir, 'modules'))).filter((file) => file.endsWith('.json'));
  for (const path of ['index.json', 'core.json', ...modules.map((file) => `modules/${file}`)]) {
    const facts = JSON.parse(await readFile(join(factsDir, path), 'utf8')) as Record<string, unknown>;
    const text = path !== 'index.json' && texts.has(basename(path)) ? join(textsDir, basename(path)) : undefined;
    const merged =
      text === undefined ? facts : mergeTexts(facts, JSON.parse(await readFile(text, 'utf8')) as ModuleTexts).file;
    await writeFile(join(outDir, path), JSON.stringify(merged));
  }
}
