import { MAX_LINE_BYTES } from '../read-list.ts';
import type { ListCheck } from './list-check.ts';

export const longLine: ListCheck = {
  code: 'list-long-line',
  severity: 'warning',
  category: 'lists',
  summary: 'A line is longer than Kamailio reads at once; what follows is read as a line of its own.',
  advice: `Keep each line, comments too, below ${MAX_LINE_BYTES} bytes.`,
  documentation: {
    why: `Lines are read into a buffer of 1024 bytes. What is behind becomes a line of its own, and most often a destination of set 0
that nobody has written; that is so for comments, too.`,
    wrong: `# ${'x'.repeat(1100)}\n1 sip:192.0.2.10:5060\n`,
    right: `# A shorter comment.
1 sip:192.0.2.10:5060
`,
  },
  check({ list }, report) {
    const { source, cuts } = list;
    let last = -1;
    for (const cut of cuts) {
      const line = source.lineAt(cut);
      if (line === last) continue;
      last = line;
      const next = line + 1 < source.lineCount ? source.lineStart(line + 1) - 1 : source.text.length;
      const message = `Kamailio reads ${MAX_LINE_BYTES} bytes at once and takes the text from here on for another line`;
      report({ at: { start: cut, end: next }, message });
    }
  },
};
