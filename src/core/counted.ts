// Counts with their nouns, as sentences hold them: one row, three thousand rows.

/** `1 row`, `3,000 rows`; where an s does not make the plural, it is given. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString("en-US")} ${value === 1 ? one : many}`;
}
