import { readdir } from 'node:fs/promises';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { URI } from 'vscode-uri';
import type { FileAccess } from '../documents.ts';

/** Larger files are no configurations; reading one would only stall the editor. */
const LARGEST_FILE = 8 * 1024 * 1024;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.hg', '.svn', 'dist', 'build', 'target', 'vendor']);
const CONFIGURATION_FILE = /\.(?:cfg|conf|inc|kamailio|defs?)$/i;

/** The disk, through Node. */
export const nodeFiles: FileAccess = {
  stamp(uri) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    try {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat?.isFile() && stat.size <= LARGEST_FILE ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : undefined;
    } catch {
      return undefined;
    }
  },
  read(uri) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    try {
      const bytes = readFileSync(file);
      // Debian packs the longer files of its documentation.
      const text = (file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: LARGEST_FILE }) : bytes).toString(
        'utf8',
      );
      return text.slice(0, 4096).includes('\0') ? undefined : text;
    } catch {
      // Gone or unreadable between two looks: to the reader the same as not there.
      return undefined;
    }
  },
  list(uri) {
    const folder = pathOf(uri);
    if (folder === undefined) return [];
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name])).sort();
    } catch {
      return [];
    }
  },
};

function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

/**
 * The files below a folder that may be configurations, breadth first and at most `limit` of them. Folders that hold
 * dependencies or history are passed over, links are not followed.
 */
export async function findConfigurationFiles(
  folder: string,
  limit: number,
  isCancelled: () => boolean,
): Promise<string[]> {
  const top = pathOf(folder);
  if (top === undefined) return [];
  const found: string[] = [];
  const open = [top];
  let looked = 0;
  for (let next = open.shift(); next !== undefined && !isCancelled(); next = open.shift()) {
    if (found.length >= limit || ++looked > limit * 4) break;
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = path.join(next, entry.name);
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) && !entry.name.startsWith('.')) open.push(file);
      else if (entry.isFile() && CONFIGURATION_FILE.test(entry.name)) found.push(URI.file(file).toString());
    }
  }
  return found;
}
