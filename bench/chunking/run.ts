// Which chunker lets a plain lexical search bring back what questions need? `node bench/chunking/run.ts [--sizes]`
import { join } from "node:path";

import { seededRandom } from "../../src/core/runtime.ts";
import { createLexicalSearch } from "./lexical-search.ts";
import { type ChunkingData, readChunkingData } from "./read-questions.ts";
import { type SpanScores, scoreSpans } from "./span-scores.ts";
import { type Piece, type Splitter, fixedLength, langChain, schoolbook } from "./splitters.ts";

const TOP = 5;
const RESAMPLES = 2000;
const SEED = 7;
const FOLDER = join(
  process.env["SCHOOLBOOK_DATA"] ?? join(import.meta.dirname, "../../../shared/data"),
  "chroma-chunking",
);

type Result = {
  readonly name: string;
  readonly pieces: number;
  readonly meanLength: number;
  readonly scores: readonly SpanScores[];
};

type Entry = Piece & { readonly corpus: string; readonly text: string };

async function evaluate(data: ChunkingData, splitter: Splitter): Promise<Result> {
  const entries: Entry[] = [];
  for (const [corpus, text] of data.corpora) {
    for (const piece of await splitter.split(text)) {
      entries.push({ ...piece, corpus, text: piece.indexed ?? text.slice(piece.start, piece.end) });
    }
  }
  const search = createLexicalSearch(entries.map((entry) => entry.text));
  const scores = data.questions.map((question) => {
    const found = search(question.text, TOP).flatMap((index) => entries[index] ?? []);
    const length = found.reduce((sum, entry) => sum + entry.end - entry.start, 0);
    return scoreSpans(
      question.references,
      found.filter((entry) => entry.corpus === question.corpus),
      length,
    );
  });
  const total = entries.reduce((sum, entry) => sum + entry.end - entry.start, 0);
  return { name: splitter.name, pieces: entries.length, meanLength: total / entries.length, scores };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 95 % interval of the mean paired difference, by resampling questions. */
function interval(differences: readonly number[]): readonly [number, number] {
  const random = seededRandom(SEED);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let count = 0; count < differences.length; count += 1) {
      sum += differences[Math.floor(random() * differences.length)] ?? 0;
    }
    return sum / differences.length;
  }).toSorted((one, other) => one - other);
  return [means[Math.floor(RESAMPLES * 0.025)] ?? 0, means[Math.floor(RESAMPLES * 0.975)] ?? 0];
}

const MEASURES = ["recall", "iou", "precision"] as const;

function printResult(result: Result): void {
  const cells = MEASURES.map((measure) => mean(result.scores.map((score) => score[measure])).toFixed(4));
  const size = `${result.pieces}`.padStart(6) + result.meanLength.toFixed(0).padStart(7);
  console.log(`${result.name.padEnd(38)}${size}   ${cells.join("   ")}`);
}

function printDifference(ours: Result, other: Result): void {
  const cells = MEASURES.map((measure) => {
    const differences = ours.scores.map((score, index) => score[measure] - (other.scores[index]?.[measure] ?? 0));
    const [low, high] = interval(differences);
    return `${measure} ${signed(mean(differences))} [${signed(low)}, ${signed(high)}]`;
  });
  console.log(`  against ${other.name}: ${cells.join("  ")}`);
}

function signed(value: number): string {
  return (value >= 0 ? "+" : "") + value.toFixed(4);
}

function printByCorpus(data: ChunkingData, results: readonly Result[]): void {
  for (const corpus of data.corpora.keys()) {
    console.log(`\n${corpus}`);
    for (const result of results) {
      printResult({ ...result, scores: result.scores.filter((_, index) => data.questions[index]?.corpus === corpus) });
    }
  }
}

async function main(): Promise<void> {
  const data = readChunkingData(FOLDER);
  if (data === undefined) {
    console.log(`skipped: no data in ${FOLDER}`);
    return;
  }
  const peers = [fixedLength(1200), await langChain(1000, 200), await langChain(1200, 0)];
  const rivals: Result[] = [];
  for (const peer of peers) if (peer !== undefined) rivals.push(await evaluate(data, peer));
  if (rivals.length < peers.length) console.log("skipped: LangChain (npm ci --prefix bench/peers)");
  const ours = await evaluate(data, schoolbook("Schoolbook"));
  const textOnly = await evaluate(data, schoolbook("Schoolbook, without its headings", { textOnly: true }));
  console.log(
    `top ${TOP}, ${data.questions.length} questions${" ".repeat(14)}pieces length   recall   IoU      precision`,
  );
  for (const result of [...rivals, ours, textOnly]) printResult(result);
  for (const own of [ours, textOnly]) {
    console.log(`\n${own.name}: paired difference with 95 % interval`);
    for (const rival of rivals) printDifference(own, rival);
  }
  printByCorpus(data, [...rivals, ours]);
  if (process.argv.includes("--sizes")) await printSizes(data);
}

async function printSizes(data: ChunkingData): Promise<void> {
  console.log("\nsensitivity to the size");
  for (const targetTokens of [96, 128, 160, 192, 224, 232, 236, 240, 248, 256, 288, 320, 384, 448]) {
    printResult(await evaluate(data, schoolbook(`Schoolbook, target ${targetTokens}`, { options: { targetTokens } })));
  }
  for (const length of [400, 600, 800, 1000, 1200, 1400, 1600]) printResult(await evaluate(data, fixedLength(length)));
  for (const length of [400, 600, 800, 1000, 1200, 1400]) {
    const peer = await langChain(length, 0);
    if (peer !== undefined) printResult(await evaluate(data, peer));
  }
}

await main();
