// An exact reader of comma-, semicolon-, tab- or bar-separated records with their line numbers.

export type CsvRecord = {
  /** Line of the file on which the record starts, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
};

export type CsvRecords = {
  readonly records: readonly CsvRecord[];
  /** Line of a quote that is never closed; from there on quotes are ordinary characters. */
  readonly unclosedQuote: number | undefined;
};

const DELIMITERS = [",", "\t", ";", "|"] as const;

export type Delimiter = (typeof DELIMITERS)[number];

type Reading = {
  readonly text: string;
  readonly delimiter: Delimiter;
  position: number;
  line: number;
  trustQuotes: boolean;
};

/** Reads RFC 4180 records: quoted cells may hold delimiters, doubled quotes and line ends. Empty lines are left out. */
export function readRecords(text: string, delimiter: Delimiter): CsvRecords {
  const reading: Reading = { text, delimiter, position: 0, line: 1, trustQuotes: true };
  const records: CsvRecord[] = [];
  let unclosedQuote: number | undefined;
  while (reading.position < text.length) {
    const { line, trustQuotes } = reading;
    const cells = readRecord(reading);
    if (trustQuotes && !reading.trustQuotes) unclosedQuote = line;
    if (cells.length > 1 || cells[0] !== "") records.push({ line, cells });
  }
  return { records, unclosedQuote };
}

/** The delimiter that the first lines agree on best. */
export function sniffDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 65_536);
  const lines = sample
    .replace(/"[^"]*"/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 50);
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const expected = counts[0] ?? 0;
    const agreeing = counts.filter((count) => count === expected).length;
    const score = expected === 0 ? 0 : (agreeing / counts.length) * 1000 + Math.min(expected, 50);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

function readRecord(reading: Reading): readonly string[] {
  const { text, delimiter } = reading;
  const newline = text.indexOf("\n", reading.position);
  const end = newline === -1 ? text.length : newline;
  const row = text.slice(reading.position, end);
  if (!reading.trustQuotes || !row.includes('"')) {
    reading.position = end + 1;
    reading.line += 1;
    return row.split(delimiter);
  }
  const start = reading.position;
  const cells = readQuotedRecord(reading);
  if (cells !== undefined) return cells;
  reading.trustQuotes = false;
  reading.position = start;
  return readRecord(reading);
}

/** Undefined when a quote is not closed before the end of the file. */
function readQuotedRecord(reading: Reading): readonly string[] | undefined {
  const { text } = reading;
  const cells: string[] = [];
  let lines = 1;
  for (;;) {
    const cell = text[reading.position] === '"' ? readQuoted(reading) : "";
    if (cell === undefined) return undefined;
    lines += countLineEnds(cell);
    const end = cellEnd(reading);
    cells.push(cell + text.slice(reading.position, end));
    reading.position = end + 1;
    if (end >= text.length || text[end] === "\n") break;
  }
  reading.line += lines;
  return cells;
}

function readQuoted(reading: Reading): string | undefined {
  const { text } = reading;
  const parts: string[] = [];
  let from = reading.position + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return undefined;
    parts.push(text.slice(from, quote));
    from = quote + 1;
    if (text[from] !== '"') break;
    parts.push('"');
    from += 1;
  }
  reading.position = from;
  return parts.join("");
}

function cellEnd({ text, delimiter, position }: Reading): number {
  for (let index = position; index < text.length; index += 1) {
    const char = text[index];
    if (char === delimiter || char === "\n") return index;
  }
  return text.length;
}

function countLineEnds(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf("\n"); at !== -1; at = cell.indexOf("\n", at + 1)) count += 1;
  return count;
}
