/** Prints rows in columns, the first row as the heading. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, String(cell).length)));
  for (const row of rows) {
    const cells = row.map((cell, index) =>
      typeof cell === 'number' ? String(cell).padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
    );
    console.log(`      ${cells.join('  ')}`);
  }
}
