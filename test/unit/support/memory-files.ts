import { URI } from 'vscode-uri';
import type { FileAccess } from '../../../server/src/workspace/documents.ts';

/** A file system in memory; paths are absolute. */
export class MemoryFiles implements FileAccess {
  readonly #files = new Map<string, { text: string; stamp: number }>();
  #clock = 0;

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    this.#files.set(URI.file(path).toString(), { text, stamp: ++this.#clock });
  }

  remove(path: string): void {
    this.#files.delete(URI.file(path).toString());
  }

  readonly stamp = (uri: string): string | undefined => this.#files.get(uri)?.stamp.toString();
  readonly read = (uri: string): string | undefined => this.#files.get(uri)?.text;
  readonly list = (uri: string): readonly string[] => {
    const folder = `${uri.replace(/\/$/, '')}/`;
    const below = [...this.#files.keys()].filter((file) => file.startsWith(folder));
    return below
      .map((file) => file.slice(folder.length))
      .filter((name) => !name.includes('/'))
      .sort();
  };
}

/** The file URI of a path. */
export function uriOf(path: string): string {
  return URI.file(path).toString();
}
