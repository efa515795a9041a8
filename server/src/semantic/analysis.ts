import type { Catalog } from '../catalog/catalog.ts';
import type { ItemCache } from '../syntax/item-reader.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { ProgramHost } from './program-host.ts';
import { readProgram, type Program } from './program.ts';

/** A program together with what its version of Kamailio offers: all that a rule or a feature looks at. */
export interface Analysis {
  readonly program: Program;
  readonly catalog: Catalog;
  /** Looks up files that the configuration names. */
  readonly host: ProgramHost;
}

export interface AnalysisOptions {
  /** Defines given from outside, `NAME` or `NAME=VALUE` as for `kamailio -A`. */
  readonly defines: readonly string[];
  readonly cache?: ItemCache;
  /** Names that are defined, or not, whatever the configuration says: for a look at the other sides of conditions. */
  readonly forced?: ReadonlyMap<string, boolean>;
}

/** Reads a root file as the catalogue's version of Kamailio would. */
export function analyse(root: SourceText, host: ProgramHost, catalog: Catalog, options: AnalysisOptions): Analysis {
  const { reservedWords } = catalog.core;
  const [major, minor] = catalog.version.split('.').map(Number);
  const program = readProgram(
    root,
    host,
    {
      given: options.defines.map(readGivenDefine),
      version: { major: major ?? 0, minor: minor ?? 0 },
      ...(options.forced ? { forced: options.forced } : {}),
      isReserved: (word) => reservedWords.has(word),
      hasDirective: (spelling) => {
        const directive = catalog.directive(spelling);
        return directive !== undefined && catalog.has(directive.entry) && catalog.has(directive.spelling);
      },
    },
    options.cache,
  );
  return { program, catalog, host };
}

function readGivenDefine(text: string): { name: string; value: string | undefined } {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text, value: undefined } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}
