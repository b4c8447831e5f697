// Reads comma-separated records with quoted fields.

const FIELD = /(?:^|([,\n]))(?:"((?:[^"]|"")*)"|([^",\r\n]*))\r?/g;

export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, separator, quoted, bare] of text.trimEnd().matchAll(FIELD)) {
    if (separator === "\n") rows.push([]);
    rows.at(-1)?.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
  }
  return rows;
}
