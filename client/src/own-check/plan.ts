/** How Kamailio is started on a configuration, and when it cannot be. */
import path from 'node:path';

/** A configuration as the language server describes it, with paths in the place of addresses. */
export interface Configuration {
  readonly root: string;
  readonly files: readonly string[];
  readonly defines: readonly string[];
  /** The version that it is written for, for example `6.1`; undefined where nobody has said so. */
  readonly writtenFor: string | undefined;
  readonly inclusions: readonly {
    /** The path as written. */
    readonly path: string;
    readonly from: string;
    readonly file: string | undefined;
    readonly isDirect: boolean;
  }[];
}

/** Templates, from which a deployment makes what Kamailio reads. */
const TEMPLATE_NAME = /\.(?:ctmpl|tpl|tmpl|j2|jinja2?|erb|in)$/;

/** Why Kamailio would judge something else than the configuration as it is deployed, as a sentence; undefined if not. */
export function explainObstacle({ root, inclusions }: Configuration): string | undefined {
  if (TEMPLATE_NAME.test(root)) return 'it is a template';
  const elsewhere = inclusions.find(({ file, isDirect }) => file !== undefined && !isDirect);
  return elsewhere && `it includes ${elsewhere.path}, which is not there on this machine`;
}

/** Why a Kamailio of another version has no say, unless it is asked for by name. */
export function explainOtherVersion({ writtenFor }: Configuration, release: string): string | undefined {
  if (writtenFor === undefined || release === writtenFor || release.startsWith(`${writtenFor}.`)) return undefined;
  return `it is written for Kamailio ${writtenFor}, and ${release} is installed`;
}

/** The arguments of a check. `--all-errors` goes on after the first mistake, as all versions before 5.7 do by themselves. */
export function checkArguments(release: string, file: string, defines: readonly string[]): string[] {
  const given = defines.flatMap((define) => ['-A', define]);
  return ['-c', ...(hasAllErrors(release) ? ['--all-errors'] : []), ...given, '-f', file];
}

function hasAllErrors(release: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part, 10));
  return major > 5 || (major === 5 && minor >= 7);
}

/**
 * The files that a copy has to hold: the root and what it includes by relative paths. What an absolute path names is read
 * where it is, with all that it includes.
 */
export function filesToCopy({ root, inclusions }: Configuration): string[] {
  const copied = new Set([root]);
  for (const from of copied) {
    for (const inclusion of inclusions) {
      if (inclusion.from !== from || inclusion.file === undefined || path.isAbsolute(inclusion.path)) continue;
      copied.add(inclusion.file);
    }
  }
  return [...copied];
}
