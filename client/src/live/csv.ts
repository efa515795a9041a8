/** A row of values; undefined is written as nothing. */
type Row = readonly (string | number | undefined)[];

/** Comma-separated values as RFC 4180 has them, with a line of names first. Every line ends with CR and LF. */
export function writeCsv(names: readonly string[], rows: Iterable<Row>): string {
  const lines = [writeRow(names)];
  for (const row of rows) lines.push(writeRow(row));
  return lines.join('');
}

function writeRow(row: Row): string {
  return `${row.map(writeField).join(',')}\r\n`;
}

function writeField(value: string | number | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
