import { Utils, URI } from 'vscode-uri';
import { addModules, readExtraModule, SCHEMA_PATH, type ExtraModule } from '../catalog/add-modules.ts';
import type { Schema } from '../catalog/json-schema.ts';
import type { CatalogSource } from '../catalog/types.ts';
import { SourceText } from '../syntax/source-text.ts';
import type { FileAccess } from './documents.ts';

/** Something wrong in a file that describes a module, or with the folder that should hold such files. */
export interface ModuleProblem {
  readonly uri: string;
  /** A sentence. */
  readonly message: string;
  /** Where in the file, where that is known. */
  readonly range?: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** More files than these in one folder are not read. */
const MOST_FILES = 500;

interface ReadFolder {
  readonly modules: readonly ExtraModule[];
  readonly problems: readonly ModuleProblem[];
}

/** The user's own modules: the files `*.json` of the folders that the settings name, read when first asked for. */
export class ExtraModules {
  readonly #files: FileAccess;
  readonly #base: CatalogSource;
  readonly #sources = new Map<string, CatalogSource>();
  readonly #read = new Map<string, ReadFolder>();
  #schema: Schema | undefined;

  constructor(files: FileAccess, base: CatalogSource) {
    this.#files = files;
    this.#base = base;
  }

  /** The folders that were read, as URIs. */
  get folders(): readonly string[] {
    return [...this.#read.keys()];
  }

  get problems(): readonly ModuleProblem[] {
    return [...this.#read.values()].flatMap(({ problems }) => problems);
  }

  /** The catalogue with the modules of some folders; of two with one name that of the later folder counts. */
  sourceWith(folders: readonly string[]): CatalogSource {
    if (folders.length === 0) return this.#base;
    const key = folders.join('\n');
    let source = this.#sources.get(key);
    if (!source) {
      let extended: CatalogSource | undefined;
      source = {
        read: (path) => {
          extended ??= addModules(
            this.#base,
            folders.flatMap((folder) => this.#readFolder(folder).modules),
          );
          return extended.read(path);
        },
      };
      this.#sources.set(key, source);
    }
    return source;
  }

  /** To be called when files may have changed. Sources given before go on with what they have read. */
  forget(): void {
    this.#sources.clear();
    this.#read.clear();
  }

  #readFolder(folder: string): ReadFolder {
    let read = this.#read.get(folder);
    if (!read) {
      read = this.#readFiles(folder);
      this.#read.set(folder, read);
    }
    return read;
  }

  #readFiles(folder: string): ReadFolder {
    const names = this.#files.list(folder).filter((name) => name.endsWith('.json'));
    const modules = new Map<string, ExtraModule>();
    const problems: ModuleProblem[] = [];
    if (names.length === 0)
      problems.push({ uri: folder, message: 'The folder holds no description of a module (*.json).' });
    if (names.length > MOST_FILES)
      problems.push({ uri: folder, message: `Only the first ${MOST_FILES} files are read.` });
    for (const name of names.slice(0, MOST_FILES)) {
      const uri = Utils.joinPath(URI.parse(folder), name).toString();
      const text = this.#files.read(uri);
      if (text === undefined) {
        problems.push({ uri, message: 'The file cannot be read: it is no text, too large, or not yours to read.' });
        continue;
      }
      const read = readExtraModule(text, this.#readSchema(), this.#moduleNamedBy(name));
      const source = new SourceText(uri, text);
      problems.push(
        ...read.faults.map(({ message, place: { start, end } }) => ({
          uri,
          message,
          range: { start: source.positionAt(start), end: source.positionAt(end) },
        })),
      );
      if (!read.module) continue;
      if (modules.has(read.module.name))
        problems.push({ uri, message: `The module ${read.module.name} is described in another file too.` });
      modules.set(read.module.name, read.module);
    }
    return { modules: [...modules.values()], problems };
  }

  /** The module that a file is likely to describe; none where that would hide one of Kamailio's. */
  #moduleNamedBy(file: string): string | undefined {
    const name = file.replace(/\..*/, '');
    return this.#base.read(`modules/${name}.json`) === undefined ? name : undefined;
  }

  #readSchema(): Schema {
    this.#schema ??= JSON.parse(this.#base.read(SCHEMA_PATH) ?? 'true') as Schema;
    return this.#schema;
  }
}
