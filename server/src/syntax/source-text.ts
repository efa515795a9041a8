/** One file's text with its line starts; offsets are UTF-16 code units, lines and characters count from 0. */
export class SourceText {
  readonly uri: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
  }

  #starts(): number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  get lineCount(): number {
    return this.#starts().length;
  }

  /** The line that holds an offset; offsets outside the text are clamped. */
  lineAt(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset of a line's first character; a line beyond the end gives the text's length. */
  lineStart(line: number): number {
    return this.#starts()[line] ?? this.text.length;
  }

  positionAt(offset: number): { line: number; character: number } {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(clamped);
    return { line, character: clamped - this.lineStart(line) };
  }

  offsetAt(position: { line: number; character: number }): number {
    if (position.line < 0) return 0;
    const start = this.lineStart(position.line);
    const end = position.line + 1 < this.lineCount ? this.lineStart(position.line + 1) - 1 : this.text.length;
    return Math.min(start + Math.max(0, position.character), Math.max(start, end));
  }

  /** Width of the blank prefix of the line that holds an offset, a tab counted to the next multiple of 8. */
  indentAt(offset: number): number {
    let width = 0;
    for (let at = this.lineStart(this.lineAt(offset)); at < this.text.length; at++) {
      const char = this.text.charCodeAt(at);
      if (char === 32) width++;
      else if (char === 9) width += 8 - (width % 8);
      else break;
    }
    return width;
  }

  /** Whether only blanks stand before an offset on its line. */
  isFirstOnLine(offset: number): boolean {
    for (let at = offset - 1; at >= 0; at--) {
      const char = this.text.charCodeAt(at);
      if (char === 10) return true;
      if (char !== 32 && char !== 9 && char !== 13) return false;
    }
    return true;
  }
}

/** A stretch of one file, end exclusive. */
export interface SourceRange {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}
