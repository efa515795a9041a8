import { URI, Utils } from 'vscode-uri';
import type { ProgramHost, ResolvedFile } from '../semantic/program-host.ts';
import type { SourceText } from '../syntax/source-text.ts';

/** A deployed folder and the folder that stands for it in the workspace. */
export interface PathMapping {
  /** As the configuration names it, such as `/etc/kamailio`. */
  readonly deployed: string;
  /** File URI of the folder. */
  readonly folder: string;
}

/** Gives the text of a file by its URI: of the open document if there is one, else of the disk. */
export type ReadSource = (uri: string) => SourceText | undefined;

/**
 * Finds the files that a configuration names. A relative path is looked up beside the including file, then beside the
 * root. An absolute path names a deployed place: where nothing is there, it is looked up through the mappings, and then
 * by ever shorter ends of it beside the including file and the root.
 */
export function createFileResolver(read: ReadSource, mappings: readonly PathMapping[]): ProgramHost {
  const sorted = [...mappings].sort((a, b) => b.deployed.length - a.deployed.length);
  return {
    resolve(path, from, root) {
      const folders = [...new Set([folderOf(from.uri), folderOf(root.uri)])].filter((folder) => folder !== undefined);
      if (!isAbsolute(path))
        return firstFound(
          read,
          folders.map((folder) => join(folder, path)),
          'direct',
        );
      const direct = read(URI.file(path).toString());
      if (direct) return { source: direct, found: 'direct' };
      const mapped = sorted
        .filter(({ deployed }) => isBelow(path, deployed))
        .map(({ deployed, folder }) => join(folder, path.slice(deployed.length)));
      const found = firstFound(read, mapped, 'mapped');
      if (found) return found;
      const parts = path.split('/').filter((part) => part !== '');
      for (let start = 0; start < parts.length; start++) {
        const tail = parts.slice(start).join('/');
        const near = firstFound(
          read,
          folders.map((folder) => join(folder, tail)),
          'tail',
        );
        if (near) return near;
      }
      return undefined;
    },
  };
}

function firstFound(read: ReadSource, uris: readonly string[], found: ResolvedFile['found']): ResolvedFile | undefined {
  for (const uri of uris) {
    const source = read(uri);
    if (source) return { source, found };
  }
  return undefined;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The folder of a file; `undefined` for a document that is no file. */
function folderOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'untitled' ? undefined : Utils.dirname(parsed).toString();
}

function join(folder: string, path: string): string {
  return Utils.joinPath(URI.parse(folder), path).toString();
}
