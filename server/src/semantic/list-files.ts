/** Which files a configuration names as the lists of destinations of its dispatcher module (`list_file`). */
import type { Analysis } from './analysis.ts';
import { fileReferences, type FileReference } from './file-parameters.ts';
import { meansModule } from './module-expression.ts';
import type { Program } from './program.ts';
import type { ResolvedFile } from './program-host.ts';

/** What comes behind the name of a file that a template is for. */
export const TEMPLATE_SUFFIXES: readonly string[] = ['.ctmpl', '.tpl', '.tmpl', '.j2', '.erb'];

/** What the dispatcher module reads where no `list_file` is set: `dispatcher.list` in the folder of configurations. */
const DEFAULT_PATHS: readonly string[] = ['dispatcher.list', '/etc/kamailio/dispatcher.list'];

/** A list of destinations that a configuration names. */
export interface NamedList {
  readonly path: string;
  /** Undefined where Kamailio takes it because nothing else is set. */
  readonly reference: FileReference | undefined;
  /** Whether it is the one that Kamailio reads; not in text that a condition skips, or where a later line names another. */
  readonly isInForce: boolean;
  /** The file, and templates that such a file is made from; none where they are out of reach. */
  readonly files: readonly ResolvedFile[];
}

/** Whether the modules and parameters of a program say that it reads its destinations from a database. */
function readsFromDatabase(program: Program): boolean {
  return program.symbols.parameters.some(
    ({ module, parameter, type, valueToken }) =>
      parameter === 'db_url' && type === 'string' && valueToken?.image !== '""' && meansModule(module, 'dispatcher'),
  );
}

/** The lists that a configuration names, the one in force first. Looked up anew each time: files come and go. */
export function namedLists({ program, host }: Analysis): NamedList[] {
  const references = fileReferences(program).filter(
    ({ setting }) => setting.parameter === 'list_file' && meansModule(setting.module, 'dispatcher'),
  );
  const fromDatabase = readsFromDatabase(program);
  const last = fromDatabase ? undefined : references.findLast(({ isActive }) => isActive);
  const named = references.map((reference): NamedList => ({
    path: reference.path,
    reference,
    isInForce: reference === last,
    files: withTemplates(reference.path, (path) => host.resolve(path, reference.token.source, program.root)),
  }));
  if (!last && !fromDatabase && program.symbols.loaded.has('dispatcher')) {
    for (const path of DEFAULT_PATHS) {
      const files = withTemplates(path, (each) => host.resolve(each, program.root, program.root));
      if (files.length === 0) continue;
      named.push({ path, reference: undefined, isInForce: true, files });
      break;
    }
  }
  return named.sort((a, b) => Number(b.isInForce) - Number(a.isInForce));
}

function withTemplates(path: string, resolve: (path: string) => ResolvedFile | undefined): ResolvedFile[] {
  return ['', ...TEMPLATE_SUFFIXES].map((suffix) => resolve(path + suffix)).filter((file) => file !== undefined);
}
