/** Reads the file name behind `include_file` as cfg.lex does: in double quotes, with `\t`, `\n`, `\r` and `\x` for x. */
export function readIncludeName(text: string): { readonly path: string } | { readonly fault: string } {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) {
    return { fault: 'the file name must stand between double quotes and hold no spaces' };
  }
  const inner = text.slice(1, -1);
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(inner)) return { fault: 'the file name ends in a backslash' };
  const path = inner.replace(/\\(.)/gs, (_, char: string) => ({ t: '\t', n: '\n', r: '\r' })[char] ?? char);
  return path === '' ? { fault: 'the file name is empty' } : { path };
}
