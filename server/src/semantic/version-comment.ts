/**
 * The comment by which a configuration says which Kamailio it is written for: `# kamailio-version: 5.8`, or as the setting
 * is named, `# kamailio.version = 5.8`.
 */
import { parseVersion, type KamailioVersion } from '../catalog/versions.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';

/** How many lines from the top of a root file are looked at. */
const LINES_LOOKED_AT = 50;

/** A comment of its own line, and the value in it. */
const COMMENT = /^[ \t]*(?:#+|\/\/+)[ \t]*kamailio[-.]version[ \t]*[:=][ \t]*(.*?)[ \t\r]*$/i;

export interface VersionComment {
  /** What stands behind the name. */
  readonly value: SourceRange;
  /** Nothing where the value is no version that the catalogue has. */
  readonly version: KamailioVersion | undefined;
}

const known = new WeakMap<SourceText, { readonly found: VersionComment | undefined }>();

/** The first such comment of a file, if it has one near its top. */
export function findVersionComment(source: SourceText): VersionComment | undefined {
  let kept = known.get(source);
  if (!kept) {
    kept = { found: search(source) };
    known.set(source, kept);
  }
  return kept.found;
}

function search(source: SourceText): VersionComment | undefined {
  let start = 0;
  for (const line of source.text.split('\n', LINES_LOOKED_AT)) {
    const value = COMMENT.exec(line)?.[1];
    if (value !== undefined) {
      const from = start + line.trimEnd().length - value.length;
      const version = /^v?\d+\.\d+(?:\.\S*)?$|^[a-z]+$/i.test(value) ? parseVersion(value) : undefined;
      return { value: { source, start: from, end: from + value.length }, version };
    }
    start += line.length + 1;
  }
  return undefined;
}
