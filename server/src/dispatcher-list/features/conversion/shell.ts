/** Words of a POSIX shell: writing them so that they arrive as they are, and reading a line as the shell would. */

/** A word for a command line, in quotes only where it needs them. */
export function quoteWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A simple command: its words without quotes. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Counted from 0. */
  readonly line: number;
  /** Behind a comment sign in the same line, without the sign. */
  readonly comment: string;
}

/** The simple commands of a script, in order. Nothing is expanded; a quote that is left open ends with the text. */
export function readCommands(text: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let line = 0;
  let first = 0;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (comment = ''): void => {
    endWord();
    if (words.length > 0) commands.push({ words, line: first, comment });
    words = [];
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (word === undefined && words.length === 0) first = line;
    if (char === '\n') {
      line++;
      endCommand();
    } else if (char === ' ' || char === '\t' || char === '\r') {
      endWord();
    } else if (char === ';' || char === '&' || char === '|') {
      endCommand();
    } else if (char === '#' && word === undefined) {
      let end = text.indexOf('\n', at);
      if (end < 0) end = text.length;
      endCommand(text.slice(at + 1, end).trim());
      at = end - 1;
    } else if (char === '\\') {
      at++;
      if (text[at] === '\n') line++;
      else word = (word ?? '') + (text[at] ?? '');
    } else if (char === "'") {
      let end = text.indexOf("'", at + 1);
      if (end < 0) end = text.length;
      const inside = text.slice(at + 1, end);
      line += inside.split('\n').length - 1;
      word = (word ?? '') + inside;
      at = end;
    } else if (char === '"') {
      word ??= '';
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] === '\\' && /["\\$`\n]/.test(text[at + 1] ?? '')) at++;
        if (text[at] === '\n') line++;
        word += text[at] ?? '';
      }
    } else {
      word = (word ?? '') + char;
    }
  }
  endCommand();
  return commands;
}
