/** Writes docs/rules from what the rules say of themselves: a page a kind of finding, and the list of all. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describeIndex, describeKind } from '../server/src/features/rule-page.ts';
import { findingKinds } from '../server/src/workspace/finding-kinds.ts';
import { isEntryPoint, projectPath } from './project.ts';

export const RULES_FOLDER = projectPath('docs/rules');

/** The text of each file of the folder, by name. */
export async function makePages(): Promise<ReadonlyMap<string, string>> {
  const options = await resolveConfig(path.join(RULES_FOLDER, 'README.md'));
  const pages = new Map<string, string>();
  const add = async (name: string, text: string): Promise<void> => {
    pages.set(name, await format(text, { ...options, parser: 'markdown' }));
  };
  await add('README.md', describeIndex(findingKinds));
  for (const kind of findingKinds) await add(`${kind.code}.md`, describeKind(kind));
  return pages;
}

if (isEntryPoint(import.meta.url)) {
  const pages = await makePages();
  mkdirSync(RULES_FOLDER, { recursive: true });
  for (const name of readdirSync(RULES_FOLDER)) if (!pages.has(name)) rmSync(path.join(RULES_FOLDER, name));
  for (const [name, text] of pages) writeFileSync(path.join(RULES_FOLDER, name), text);
  console.log(`${pages.size} pages in docs/rules`);
}
