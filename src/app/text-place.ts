// From an offset in a text to the line and column that people and editors count.

export type TextPlace = {
  readonly line: number;
  readonly column: number;
};

/** Both counted from 1; the column in UTF-16 units, as editors and language servers count it. */
export function placeOfOffset(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/u);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
