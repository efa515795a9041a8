/** Kamailio's findings as they are shown beside those of the language server. */
import type { OwnFinding } from './findings.ts';

/** Lines counted from 0, both ends included. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** A change of a text: what stood between two places is replaced. */
export interface Edit {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
  readonly text: string;
}

interface Kept {
  /** All files of the configuration. */
  readonly files: readonly string[];
  findings: readonly OwnFinding[];
}

/** The findings of the last check of each root. */
export class KeptFindings {
  readonly #byRoot = new Map<string, Kept>();

  set(root: string, files: readonly string[], findings: readonly OwnFinding[]): void {
    this.#byRoot.set(root, { files, findings });
  }

  delete(root: string): void {
    this.#byRoot.delete(root);
  }

  clear(): void {
    this.#byRoot.clear();
  }

  /** Moves the findings of a file with its text. Those of lines that were changed are gone: they may be mended. */
  edit(file: string, edit: Edit): void {
    for (const kept of this.#byRoot.values()) {
      kept.findings = kept.findings.flatMap((finding) => {
        if (finding.file !== file || !finding.isPlaced) return [finding];
        const moved = moveFinding(finding, edit);
        return moved === undefined ? [] : [moved];
      });
    }
  }

  /**
   * What is to be shown, by file. `errorsIn` gives the lines of the language server's own errors: where one stands, it says
   * the same and mostly more; where Kamailio gives no place, any error in the configuration does.
   */
  toShow(errorsIn: (file: string) => readonly Lines[]): Map<string, OwnFinding[]> {
    const shown = new Map<string, Map<string, OwnFinding>>();
    for (const { files, findings } of this.#byRoot.values()) {
      for (const finding of findings) {
        const { file, range, isPlaced, message } = finding;
        const isKnown = isPlaced
          ? errorsIn(file).some(({ start, end }) => start <= range.start.line && range.start.line <= end)
          : files.some((one) => errorsIn(one).length > 0);
        if (isKnown) continue;
        const ofFile = shown.get(file) ?? new Map<string, OwnFinding>();
        // Several roots may include the file.
        ofFile.set(`${range.start.line}:${range.start.character}:${message}`, finding);
        shown.set(file, ofFile);
      }
    }
    return new Map([...shown].map(([file, findings]) => [file, [...findings.values()]]));
  }
}

function moveFinding(finding: OwnFinding, { start, end, text }: Edit): OwnFinding | undefined {
  const { range } = finding;
  // Whole lines put in or taken out leave the line below them as it was.
  const isWholeLines = start.character === 0 && end.character === 0 && (text === '' || text.endsWith('\n'));
  const last = isWholeLines ? end.line - 1 : end.line;
  if (range.end.line < start.line) return finding;
  if (range.start.line <= last) return undefined;
  const shift = text.split('\n').length - 1 - (end.line - start.line);
  if (shift === 0) return finding;
  const move = (place: OwnFinding['range']['start']): OwnFinding['range']['start'] => ({
    line: place.line + shift,
    character: place.character,
  });
  return { ...finding, range: { start: move(range.start), end: move(range.end) } };
}
