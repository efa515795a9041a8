import type { SourceText } from '../syntax/source-text.ts';

/** A file that an include names, and how it was found. */
export interface ResolvedFile {
  readonly source: SourceText;
  /** `direct`: where Kamailio looks; `mapped`: through a path mapping; `tail`: by the end of its path beside the including file. */
  readonly found: 'direct' | 'mapped' | 'tail';
}

/** What the reading of a program needs from outside. */
export interface ProgramHost {
  /** The file that a path in `from` names, for a program with that root; `undefined` where there is none. */
  resolve(path: string, from: SourceText, root: SourceText): ResolvedFile | undefined;
}
