import { SourceText } from '../syntax/source-text.ts';
import { normaliseUri } from './uri.ts';

/** The file system, as far as reading configurations needs it. Nothing here throws: what cannot be read is not there. */
export interface FileAccess {
  /** Changes whenever the file does; `undefined` where there is no file that can be read. */
  stamp(uri: string): string | undefined;
  /** The file's text as UTF-8; `undefined` where there is none, or it is no text or too large for a configuration. */
  read(uri: string): string | undefined;
  /** The names of the files in a folder, sorted; none where there is no such folder. */
  list(uri: string): readonly string[];
}

interface OpenDocument {
  readonly source: SourceText;
  readonly version: number;
  readonly language: string | undefined;
}

/** The texts that analyses read: open documents as the editor has them, other files as they are on the disk. */
export class Documents {
  readonly files: FileAccess;
  readonly #open = new Map<string, OpenDocument>();
  readonly #onDisk = new Map<string, { readonly stamp: string; readonly source: SourceText | undefined }>();

  constructor(files: FileAccess) {
    this.files = files;
  }

  /**
   * Takes a document's text from the editor.
   * @param language the editor's identifier of its language
   */
  set(uri: string, version: number, text: string, language?: string): void {
    const key = normaliseUri(uri);
    this.#open.set(key, { source: new SourceText(key, text), version, language });
  }

  close(uri: string): void {
    this.#open.delete(normaliseUri(uri));
  }

  isOpen(uri: string): boolean {
    return this.#open.has(normaliseUri(uri));
  }

  versionOf(uri: string): number | undefined {
    return this.#open.get(normaliseUri(uri))?.version;
  }

  languageOf(uri: string): string | undefined {
    return this.#open.get(normaliseUri(uri))?.language;
  }

  openUris(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** The text of a document or file. As long as it stays the same, so does the object given. */
  readonly read = (uri: string): SourceText | undefined => {
    const key = normaliseUri(uri);
    const open = this.#open.get(key);
    if (open) return open.source;
    const stamp = this.files.stamp(key);
    if (stamp === undefined) {
      this.#onDisk.delete(key);
      return undefined;
    }
    const known = this.#onDisk.get(key);
    if (known?.stamp === stamp) return known.source;
    const text = this.files.read(key);
    const source = text === undefined ? undefined : new SourceText(key, text);
    this.#onDisk.set(key, { stamp, source });
    return source;
  };
}
