import { URI, Utils } from 'vscode-uri';
import {
  findSection,
  readDocBook,
  readReadme,
  type DocumentedItem,
  type OfficialSection,
} from '../catalog/official-text.ts';
import type { FileAccess } from './documents.ts';

/** A section and the file that it stands in. */
export interface OfficialText {
  readonly section: OfficialSection;
  readonly uri: string;
}

interface ReadFile {
  readonly uri: string;
  readonly sections: readonly OfficialSection[];
}

/** The documentation of more modules than these is not kept. */
const MOST_MODULES = 24;

/** Where a module's README may be, below a source tree or a folder of installed documentation. */
const READMES: readonly ((module: string) => string)[] = [
  (module) => `src/modules/${module}/README`,
  (module) => `modules/${module}/README`,
  (module) => `${module}/README`,
  (module) => `modules/README.${module}`,
  (module) => `modules/README.${module}.gz`,
  (module) => `README.${module}`,
  (module) => `README.${module}.gz`,
];

/** Where the DocBook may be that a README is made from. */
const DOCBOOK_FOLDERS: readonly ((module: string) => string)[] = [
  (module) => `src/modules/${module}/doc`,
  (module) => `modules/${module}/doc`,
  (module) => `${module}/doc`,
];

/** Kamailio's own documentation of modules, from a folder of the user's; read when first asked for. */
export class OfficialTexts {
  readonly #files: FileAccess;
  readonly #read = new Map<string, readonly ReadFile[]>();

  constructor(files: FileAccess) {
    this.#files = files;
  }

  /** What the documentation in a folder says about an item; nothing where it does not. */
  find(folder: string, item: DocumentedItem): OfficialText | undefined {
    if (!/^\w+$/.test(item.module)) return undefined;
    for (const { uri, sections } of this.#filesOf(folder, item.module)) {
      const section = findSection(sections, item);
      if (section && section.paragraphs.length > 0) return { section, uri };
    }
    return undefined;
  }

  /** To be called when the files may have changed. */
  forget(): void {
    this.#read.clear();
  }

  #filesOf(folder: string, module: string): readonly ReadFile[] {
    const key = `${folder}\n${module}`;
    const read = this.#read.get(key) ?? this.#readFiles(URI.parse(folder), module);
    // The one asked for last is the last to be dropped.
    this.#read.delete(key);
    this.#read.set(key, read);
    const [oldest] = this.#read.keys();
    if (this.#read.size > MOST_MODULES && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }

  #readFiles(folder: URI, module: string): readonly ReadFile[] {
    for (const place of READMES) {
      const uri = Utils.joinPath(folder, place(module)).toString();
      const text = this.#files.stamp(uri) === undefined ? undefined : this.#files.read(uri);
      if (text !== undefined) return [{ uri, sections: readReadme(text) }];
    }
    for (const place of DOCBOOK_FOLDERS) {
      const docs = Utils.joinPath(folder, place(module));
      const found = this.#files
        .list(docs.toString())
        .filter((name) => name.endsWith('.xml'))
        .flatMap((name): ReadFile[] => {
          const uri = Utils.joinPath(docs, name).toString();
          const text = this.#files.read(uri);
          return text === undefined ? [] : [{ uri, sections: readDocBook(text) }];
        });
      if (found.length > 0) return found;
    }
    return [];
  }
}
