// Columns that hold JSON which this store wrote itself.
import { SchoolbookError } from "../../../core/errors.ts";
import { textOf } from "../../../core/sqlite.ts";
import type { Landmark, Metadata } from "../../../spec/document.ts";

type Column = Parameters<typeof textOf>[0];

function parse(value: Column): unknown {
  try {
    return JSON.parse(textOf(value));
  } catch (cause) {
    const shown = textOf(value).slice(0, 80);
    throw new SchoolbookError("library_damaged", `The library holds an unreadable value: ${shown}.`, { cause });
  }
}

export function storedString(value: Column): string {
  return String(parse(value));
}

export function storedStrings(value: Column): readonly string[] {
  const list = parse(value);
  return Array.isArray(list) ? list.map(String) : [];
}

export function storedMetadata(value: Column): Metadata {
  // why: the column is only ever written with JSON.stringify of Metadata, and its checksum is audited.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parse(value) as Metadata;
}

export function storedLandmarks(value: Column): readonly Landmark[] {
  // why: the column is only ever written with JSON.stringify of landmarks, and the text hash covers it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parse(value) as readonly Landmark[];
}
