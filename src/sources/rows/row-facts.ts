// What a row says about its document besides the text: key, title, time, access list and typed metadata.
import { parseJson } from "../../core/parse-json.ts";
import type { Acl } from "../../spec/access.ts";
import type { Metadata, MetadataValue } from "../../spec/document.ts";
import { asText, isEmpty, parseTime } from "./cell-values.ts";
import type { RowsOptions } from "./options.ts";
import type { Row } from "./parse-row.ts";

export type RowFacts = {
  readonly title: string;
  /** Undefined where the row has no time of its own. */
  readonly modifiedAt: number | undefined;
  readonly metadata: Metadata;
};

/** A value that does not have its column's type, in words. */
export type RowComplaint = { readonly reason: string; readonly remedy: string };

export type RowReading =
  | { readonly kind: "facts"; readonly facts: RowFacts }
  | ({ readonly kind: "wrong" } & RowComplaint);

/** The row's key as text; empty where it has none. */
export function rowKey(row: Row, options: RowsOptions): string {
  const value = row.value(options.key);
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

/** Reads the columns that have a type; the first value that does not fit is told with its column. */
export function readFacts(row: Row, key: string, options: RowsOptions): RowReading {
  const title = options.title === undefined ? "" : asText(row.value(options.title)).replaceAll(/\s+/gu, " ").trim();
  const modifiedAt = options.time === undefined ? undefined : parseTime(row.value(options.time));
  if (options.time !== undefined && modifiedAt === undefined && !isEmpty(row.value(options.time))) {
    return wrong(options.time, row, "a time is needed: ISO 8601, or seconds or milliseconds since 1970");
  }
  const metadata: Record<string, MetadataValue> = {};
  for (const [column, type] of Object.entries(options.metadata)) {
    const value = row.value(column);
    if (isEmpty(value)) continue;
    const typed = READERS[type](value);
    if (typed === undefined) return wrong(column, row, `a ${type} is needed`);
    metadata[column] = typed;
  }
  return { kind: "facts", facts: { title: title || key, modifiedAt, metadata } };
}

function wrong(column: string, row: Row, remedy: string): RowReading {
  const value = asText(row.value(column));
  return { kind: "wrong", reason: `"${column}" is ${JSON.stringify(value.slice(0, 60))}`, remedy };
}

const READERS: Readonly<Record<RowsOptions["metadata"][string], (value: unknown) => MetadataValue | undefined>> = {
  text: asText,
  number: (value) => {
    const number = typeof value === "number" ? value : Number(asText(value));
    return Number.isFinite(number) ? number : undefined;
  },
  boolean: (value) => {
    const text = asText(value).trim().toLowerCase();
    if (["true", "yes", "1"].includes(text)) return true;
    return ["false", "no", "0"].includes(text) ? false : undefined;
  },
  time: (value) => {
    const time = parseTime(value);
    return time === undefined ? undefined : new Date(time).toISOString();
  },
  list: readList,
};

/** Undefined where the row says nothing, an empty list where it says nobody. */
export function readAcl(row: Row, { acl }: RowsOptions): Acl | undefined {
  const value = acl === undefined ? undefined : row.value(acl);
  return isEmpty(value) ? undefined : readList(value);
}

/** A JSON list, or values separated by semicolons. */
function readList(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : parseJsonList(asText(value));
  const parts = list ?? asText(value).split(";");
  return parts.map((part) => asText(part).trim()).filter((part) => part !== "");
}

function parseJsonList(text: string): readonly unknown[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  try {
    const parsed: unknown = parseJson(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
