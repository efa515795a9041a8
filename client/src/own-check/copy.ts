/** A configuration copied to where Kamailio can read it as it stands in the editor. No editor. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Copy {
  /** Where a file of the configuration lies in the copy. */
  readonly placeOf: (file: string) => string;
  /** Paths in the copy turned into those that they stand for, wherever they stand in a text. */
  readonly restore: (text: string) => string;
  readonly remove: () => void;
}

/**
 * Writes files below a new folder that only the user can read. Each keeps its whole path there, so that relative includes
 * lead where they did.
 * @throws what the file system says; nothing is left behind then
 */
export function copyFiles(texts: ReadonlyMap<string, string>): Copy {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'kamailio-check-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const placeOf = (file: string): string => path.join(folder, path.relative(path.parse(file).root, file));
  try {
    for (const [file, text] of texts) {
      const place = placeOf(file);
      mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
      writeFileSync(place, text, { mode: 0o600 });
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { placeOf, restore: (text) => text.replaceAll(folder, ''), remove };
}
