// Builds the stored text of a document block by block, with its landmarks, under the limit on text.
import type { Landmark } from "../../spec/document.ts";
import type { ParseInput } from "../../spec/parser.ts";
import { createTextCleaner } from "./clean-text.ts";
import { checkTextLength } from "./parse-failure.ts";

export type WrittenText = {
  readonly text: string;
  readonly landmarks: readonly Landmark[];
  readonly warnings: readonly string[];
};

export type MarkdownWriter = {
  /** Adds a block after an empty line; two tight blocks in a row (list items) follow each other without one. */
  block(text: string, options?: { readonly tight?: boolean }): void;
  heading(level: number, text: string): void;
  code(text: string, language?: string): void;
  table(rows: readonly (readonly string[])[]): void;
  /** Names the place where the next block starts; a place without a block is left out. */
  landmark(label: string): void;
  finish(): WrittenText;
};

/** A writer that refuses with `parse_failed` once the document holds more text than the limits allow. */
export function createMarkdownWriter(input: Pick<ParseInput, "fileName" | "limits">): MarkdownWriter {
  const cleaner = createTextCleaner();
  const parts: string[] = [];
  const landmarks: Landmark[] = [];
  let length = 0;
  let wasTight = false;
  let pending: string | undefined;

  function block(raw: string, { tight = false } = {}): void {
    const text = trimBlock(cleaner.clean(raw));
    if (text === "") return;
    const gap = length === 0 ? "" : tight && wasTight ? "\n" : "\n\n";
    if (pending !== undefined) landmarks.push({ offset: length + gap.length, label: pending });
    pending = undefined;
    wasTight = tight;
    parts.push(gap, text);
    length += gap.length + text.length;
    checkTextLength(length, input);
  }

  return {
    block,
    heading: (level, text) => block(headingLine(level, text)),
    code: (text, language) => block(fenced(cleaner.clean(text), language)),
    table: (rows) => block(tableLines(rows)),
    landmark: (label) => (pending = cleaner.clean(oneLine(label)).slice(0, 200)),
    finish: () => ({ text: length === 0 ? "" : `${parts.join("")}\n`, landmarks, warnings: cleaner.warnings() }),
  };
}

/** Runs of white space and line ends as one space each. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** An ATX heading, or nothing when there are no words in it. */
export function headingLine(level: number, text: string): string {
  const words = oneLine(text);
  return words === "" ? "" : `${"#".repeat(Math.min(6, Math.max(1, level)))} ${words}`;
}

/** A fenced code block whose fence is longer than any run of backticks inside. */
export function fenced(code: string, language = ""): string {
  const body = code.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  if (body === "") return "";
  let longest = 2;
  for (const run of body.match(/`{3,}/g) ?? []) longest = Math.max(longest, run.length);
  const fence = "`".repeat(longest + 1);
  return `${fence}${/^[\w+#.-]{1,30}$/.test(language) ? language : ""}\n${body}\n${fence}`;
}

/** A Markdown table: the first row names the columns; short rows stay short, so that one long row costs no more than itself. */
export function tableLines(rows: readonly (readonly string[])[]): string {
  const [header, ...records] = rows;
  if (header === undefined) return "";
  let width = header.length;
  for (const row of records) width = Math.max(width, row.length);
  if (width === 0) return "";
  const names = Array.from({ length: width }, (_, column) => header[column] ?? "");
  return [tableRow(names), tableRow(names.map(() => "---")), ...records.map(tableRow)].join("\n");
}

/** One line of a Markdown table; line ends and bars inside cells cannot break it. */
export function tableRow(cells: readonly string[]): string {
  let line = "|";
  for (const cell of cells) line += ` ${cellText(cell)} |`;
  return line;
}

function cellText(cell: string): string {
  if (!/[|\n\r\t]| {2}|^ | $/.test(cell)) return cell;
  return oneLine(cell).replaceAll("|", "\\|");
}

/** Without empty lines at either end and without the white space at its end; the first line keeps its indentation. */
function trimBlock(text: string): string {
  const trimmed = text.trimEnd();
  const first = trimmed.search(/\S/);
  if (first <= 0) return trimmed;
  return trimmed.slice(trimmed.lastIndexOf("\n", first) + 1);
}
