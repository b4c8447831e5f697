// Writes examples in the formats that they are imported from, and says what a format has no place for.
import { SchoolbookError } from "../../../core/errors.ts";
import type { TrainExample } from "../../../spec/training.ts";
import { chatRow, ownRow } from "./chat-row.ts";
import { pairParts, type PairParts } from "./pair-parts.ts";
import { shareGptRow } from "./sharegpt-row.ts";
import { tableText } from "./table-text.ts";

export const EXPORT_FORMATS = ["schoolbook", "chat", "pairs", "alpaca", "sharegpt", "table"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What the written row does not hold, or that it could not be written at all. */
export type Loss = { readonly row: number; readonly what: string; readonly left: boolean };

export type Exported = { readonly text: string; readonly rows: number; readonly losses: readonly Loss[] };

/** `schoolbook` and `table` keep everything; the formats of others lose what they cannot say, and each loss is listed. */
export function exportExamples(examples: readonly TrainExample[], format: ExportFormat): Exported {
  if (format === "table") return { text: tableText(examples), rows: examples.length, losses: [] };
  const lines: string[] = [];
  const losses: Loss[] = [];
  for (const [row, example] of examples.entries()) {
    const written = WRITERS[format](example);
    for (const what of written.losses) losses.push({ row, what, left: written.value === undefined });
    if (written.value !== undefined) lines.push(`${JSON.stringify(written.value)}\n`);
  }
  return { text: lines.join(""), rows: lines.length, losses };
}

export type WrittenRow = { readonly value: object | undefined; readonly losses: readonly string[] };

const WRITERS: Readonly<Record<Exclude<ExportFormat, "table">, (example: TrainExample) => WrittenRow>> = {
  schoolbook: (example) => ({ value: ownRow(example), losses: [] }),
  chat: (example) => ({ value: chatRow(example), losses: asideLosses(example) }),
  sharegpt: (example) => {
    const { value, losses } = shareGptRow(example);
    return { value, losses: [...losses, ...asideLosses(example)] };
  },
  pairs: (example) =>
    fromPair(example, ({ system, prompt, completion }) => ({
      ...(system === undefined ? {} : { system }),
      prompt,
      completion,
    })),
  alpaca: (example) =>
    fromPair(example, ({ system, prompt, completion }) => ({
      ...(system === undefined ? {} : { system }),
      instruction: prompt,
      input: "",
      output: completion,
    })),
};

function fromPair(example: TrainExample, write: (parts: PairParts) => object): WrittenRow {
  const parts = pairParts(example);
  if (typeof parts === "string") return { value: undefined, losses: [parts] };
  return { value: write(parts), losses: asideLosses(example) };
}

/** What only our own form says of a row. */
function asideLosses({ weight, sources = [], tags = [] }: TrainExample): readonly string[] {
  return [
    "its access list",
    ...(weight === 1 ? [] : [`its weight of ${weight}`]),
    ...(sources.length === 0 ? [] : ["its sources"]),
    ...(tags.length === 0 ? [] : ["its tags"]),
  ];
}

const ENDINGS: Readonly<Record<string, ExportFormat>> = { csv: "table", tsv: "table", jsonl: "schoolbook" };

export function exportFormatOf(name: string): ExportFormat {
  const format = ENDINGS[/\.([a-z]+)$/iu.exec(name)?.[1]?.toLowerCase() ?? ""];
  if (format !== undefined) return format;
  throw new SchoolbookError("input_invalid", `${name}: it cannot be told in which format to write.`, {
    hint: `Name it .jsonl or .csv, or say the format: one of ${EXPORT_FORMATS.join(", ")}.`,
  });
}
