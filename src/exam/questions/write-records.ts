// Comma-separated records as RFC 4180 has them, with plain line ends.

/** Cells are quoted where they have to be. */
export function writeRecords(records: readonly (readonly string[])[]): string {
  return records.map((cells) => `${cells.map(writeField).join(",")}\n`).join("");
}

function writeField(cell: string): string {
  return /[",;|\t\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
