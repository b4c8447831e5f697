// Comma- and tab-separated tables, stored as one Markdown table: a line per record under the names of the columns.
import { counted } from "../../core/counted.ts";
import { type CsvRecords, readRecords, sniffDelimiter } from "../../core/read-records.ts";
import type { ParsedDocument, ParseInput, Parser } from "../../spec/parser.ts";
import { createTextCleaner } from "../reading/clean-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import { tableLines } from "../reading/markdown-writer.ts";
import { checkSize, checkTextLength } from "../reading/parse-failure.ts";

/** Reads `.csv` and `.tsv`; the delimiter of a `.csv` is found by looking at its first lines. */
export const csvParser: Parser = {
  id: "csv@1",
  extensions: [".csv", ".tsv", ".tab"],
  mediaTypes: ["text/csv", "text/tab-separated-values"],
  parse: parseCsv,
};

function parseCsv(input: ParseInput): ParsedDocument {
  checkSize(input);
  const decoded = decodeText(input.bytes, input.fileName);
  const cleaner = createTextCleaner();
  const source = cleaner.clean(decoded.text);
  checkTextLength(source.length, input);
  const delimiter = /\.(?:tsv|tab)$/i.test(input.fileName) ? "\t" : sniffDelimiter(source);
  const table = readRecords(source, delimiter);
  const lines = tableLines(table.records.map((record) => record.cells));
  const text = lines === "" ? "" : `${lines}\n`;
  checkTextLength(text.length, input);
  return {
    text,
    format: "table",
    landmarks: [],
    metadata: { records: Math.max(0, table.records.length - 1) },
    warnings: [...decoded.warnings, ...cleaner.warnings(), ...tableWarnings(table)],
  };
}

function tableWarnings({ records, unclosedQuote }: CsvRecords): readonly string[] {
  const warnings: string[] = [];
  if (unclosedQuote !== undefined) {
    warnings.push(
      `A quote on line ${unclosedQuote} is never closed; from there on quotes are read as ordinary characters.`,
    );
  }
  const width = records[0]?.cells.length ?? 0;
  const ragged = records.filter((record) => record.cells.length !== width);
  const [first] = ragged;
  if (first !== undefined) {
    const others = ragged.length === 1 ? "" : ` (and ${ragged.length - 1} more)`;
    warnings.push(
      `Line ${first.line}${others} has ${counted(first.cells.length, "cell")} where the first line has ${width}.`,
    );
  }
  return warnings;
}
