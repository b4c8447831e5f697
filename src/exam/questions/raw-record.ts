// A question as a file holds it, before anything is known about it but where it stands.

/** Both counted from 1, the column in UTF-16 units. */
export type Place = { readonly line: number; readonly column?: number };

export type FieldPath = readonly (string | number)[];

export type RawRecord = {
  readonly value: unknown;
  readonly place: Place;
  /** Where the field stands, or the nearest thing around it that is there. */
  readonly placeOf: (path: FieldPath) => Place;
  /** What the file calls this field, such as a column's name. */
  readonly nameOf: (path: FieldPath) => string;
};

/** Something in a file that cannot be used as it is, and what to do about it. */
export type Mistake = {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** Empty: it is about the whole record or file. */
  readonly field: string;
  readonly value?: unknown;
  readonly message: string;
  readonly remedy: string;
};

export type RawRecords = {
  readonly records: readonly RawRecord[];
  readonly mistakes: readonly Mistake[];
};

/** `exam.jsonl line 41: "expected" is missing`, with the remedy after it. */
export function mistakeText({ file, line, column, message, remedy }: Mistake): string {
  const where = column === undefined ? `line ${line}` : `line ${line} column ${column}`;
  return `${file} ${where}: ${message}; ${remedy}.`;
}

/** As people write it: `expected.style[0].pattern`. */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
