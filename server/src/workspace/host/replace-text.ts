import { readFileSync, writeFileSync } from 'node:fs';
import { URI } from 'vscode-uri';

/**
 * Writes another text into a file that still holds the one that was read. Says why it was not done: a file that has
 * changed in the meantime, or whose bytes are no UTF-8 and would be lost, stays as it is.
 */
export function replaceText(uri: string, before: string, after: string): string | undefined {
  const file = URI.parse(uri).fsPath;
  try {
    const bytes = readFileSync(file);
    if (!Buffer.from(before, 'utf8').equals(bytes)) {
      return bytes.toString('utf8') === before ? 'it is not written in UTF-8' : 'it has been changed in the meantime';
    }
    writeFileSync(file, after);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
