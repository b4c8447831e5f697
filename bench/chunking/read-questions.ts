// Reads the chroma-chunking data: texts, and questions with the exact spans that answer them.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import type { Span } from "../../src/spec/document.ts";

export type Question = {
  readonly text: string;
  readonly corpus: string;
  readonly references: readonly Span[];
};

export type ChunkingData = {
  readonly corpora: ReadonlyMap<string, string>;
  readonly questions: readonly Question[];
};

const REFERENCES = z.array(z.strictObject({ content: z.string(), start_index: z.int(), end_index: z.int() }));

/** Undefined when the data is not there. */
export function readChunkingData(folder: string): ChunkingData | undefined {
  if (!existsSync(join(folder, "questions.csv"))) return undefined;
  const corpora = new Map<string, string>();
  for (const name of readdirSync(join(folder, "corpora"))) {
    const bytes = readFileSync(join(folder, "corpora", name));
    corpora.set(name.replace(/\.md(\.gz)?$/, ""), (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  }
  const [, ...rows] = parseCsv(readFileSync(join(folder, "questions.csv"), "utf8"));
  const questions = rows.map(([text = "", references = "", corpus = ""]) => ({
    text,
    corpus,
    references: readReferences(references, corpora.get(corpus) ?? "", corpus),
  }));
  return { corpora, questions };
}

/** The spans count code points; ours count UTF-16 units. Each is held against its quoted content. */
function readReferences(json: string, text: string, corpus: string): Span[] {
  const isPlain = !/[\uD800-\uDFFF]/.test(text);
  return REFERENCES.parse(JSON.parse(json)).map((reference) => {
    const start = isPlain ? reference.start_index : unitsOf(text, reference.start_index);
    const end = isPlain ? reference.end_index : unitsOf(text, reference.end_index);
    if (text.slice(start, end) !== reference.content) {
      throw new Error(`${corpus}: the span ${reference.start_index}-${reference.end_index} is not what it quotes.`);
    }
    return { start, end };
  });
}

function unitsOf(text: string, codePoints: number): number {
  let units = 0;
  for (let count = 0; count < codePoints; count += 1) units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.matchAll(/(?:"(?:[^"]|"")*"|[^\n])+/g)) {
    const fields = [...line[0].matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)];
    rows.push(fields.map((field) => (field[1] ?? field[2] ?? "").replaceAll('""', '"').trim()));
  }
  return rows;
}
