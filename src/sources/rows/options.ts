// Options of a source that makes a document of each row of a file.
import { z } from "zod";

import { ACCESS_RULES } from "../access-rules.ts";
import { ALLOW_SHRINK } from "../shrink-guard.ts";

const COLUMN = z.string().min(1);

export const ROWS_OPTIONS = z.strictObject({
  kind: z.literal("rows").describe("Rows of a JSONL, CSV or TSV file, each a document of its own"),
  path: z.string().min(1).describe("The file, relative to the project"),
  format: z.enum(["jsonl", "csv", "tsv"]).optional().describe("How the file is written; default: by its extension"),
  delimiter: z
    .string()
    .regex(/^[\t\x20-\x7e]$/u, "one character, such as , or ;")
    .optional()
    .describe("What separates cells; default: a comma, in TSV a tab"),
  key: COLUMN.describe("Column that names each row for good; `a.b` reaches into JSON objects, here and below"),
  title: COLUMN.optional().describe("Column with the document's title; default: the key"),
  text: z
    .array(COLUMN)
    .min(1)
    .optional()
    .describe("Columns that make up the text; default: all that have no other use"),
  template: z
    .string()
    .min(1)
    .optional()
    .describe("The text with `{{column}}` where values go, instead of `text`; the title stands above it"),
  acl: COLUMN.optional().describe(
    "Column that says who may read the row: principals separated by `;`, or a JSON list; a row that cannot be read is closed until it can",
  ),
  time: COLUMN.optional().describe(
    "Column with the time of the last change: ISO 8601, or seconds or milliseconds since 1970",
  ),
  metadata: z
    .record(COLUMN, z.enum(["text", "number", "boolean", "time", "list"]))
    .default({})
    .describe("Columns to filter by, and their types"),
  maxRowBytes: z.int().positive().default(16_777_216).describe("Rows larger than this are reported and not read"),
  allowShrink: ALLOW_SHRINK,
  access: ACCESS_RULES.describe("Who may read what, by key, for rows whose `acl` column says nothing"),
});

export type RowsOptions = z.output<typeof ROWS_OPTIONS>;
export type RowFormat = NonNullable<RowsOptions["format"]>;
