// `node bench/ranking/run.ts [--only words|vectors|speed] [--sensitivity] [--choose]`: ranking on public data sets, against its
// bars, through the real pipeline. `--write-texts FILE` lists what the vector tasks embed, `--teacher FOLDER` sets beside them
// what nano/embedder/teacher_vectors.py made of it, and `--python COMMAND` measures how fast that is.
import { parseArgs } from "node:util";

import { analyzePassage } from "../../src/library/index/analyze.ts";
import { hasData, readAnthropicDocs, readClapnq, readScifact, readSquad, type RankingSet } from "./data-sets.ts";
import { printEmbedderSpeed } from "./embedder-speed.ts";
import { indexAll, withSqliteStore } from "./fill-store.ts";
import { nearestIntent } from "./nearest-intent.ts";
import { createQuickStore, type SearchableStore } from "./quick-store.ts";
import { rankDocuments } from "./rank-set.ts";
import { readRecordedEmbedder } from "./recorded-embedder.ts";
import { bootstrapMean, mean, ndcgAt, recallAt, reciprocalRankAt } from "./scores.ts";
import { printSensitivity } from "./sensitivity.ts";
import { printChoosing, printVectors, writeTexts } from "./vector-bench.ts";

type Measure = {
  readonly name: string;
  readonly score: (ranked: readonly string[], relevant: ReadonlySet<string>) => number;
  readonly bar?: number;
};

type Task = { readonly data: string; readonly read: () => RankingSet; readonly measures: readonly Measure[] };

const hitAt1: Measure = { name: "hit@1", score: (ranked, relevant) => recallAt(1, ranked, relevant) };

/** The published evaluation of the documentation set looks at three sections per question; so do R@3 and MRR here. */
const TASKS: readonly Task[] = [
  {
    data: "scifact",
    read: () => readScifact("test"),
    measures: [{ name: "nDCG@10", score: (ranked, relevant) => ndcgAt(10, ranked, relevant), bar: 0.68 }],
  },
  {
    data: "anthropic-docs-rag",
    read: readAnthropicDocs,
    measures: [
      { name: "R@3", score: (ranked, relevant) => recallAt(3, ranked, relevant), bar: 0.647 },
      { name: "MRR", score: (ranked, relevant) => reciprocalRankAt(3, ranked, relevant), bar: 0.81 },
    ],
  },
  { data: "squad2-halfdev", read: () => answerableOnly(readSquad()), measures: [hitAt1] },
  { data: "clapnq-dev", read: () => answerableOnly(readClapnq()), measures: [hitAt1] },
];

function answerableOnly({ documents, questions }: RankingSet): RankingSet {
  return { documents, questions: questions.filter(({ answerable }) => answerable) };
}

async function measure(task: Task, set: RankingSet, store: SearchableStore): Promise<readonly string[]> {
  const start = performance.now();
  const rankings = await rankDocuments({ store, questions: set.questions });
  const perQuestion = (performance.now() - start) / set.questions.length;
  return task.measures.map(({ name, score, bar }) => {
    const scores = set.questions.map(({ relevant }, index) => score(rankings[index] ?? [], relevant));
    const value = mean(scores);
    const { low, high } = bootstrapMean(scores);
    const missed = bar !== undefined && value < bar;
    if (missed) process.exitCode = 1;
    const verdict = bar === undefined ? "" : `bar ${bar} ${missed ? "MISSED" : "cleared"}`;
    const range = `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
    return `${task.data.padEnd(20)} ${name.padEnd(8)} ${value.toFixed(4)} ${range}  ${perQuestion.toFixed(2)} ms  ${verdict}`;
  });
}

/** Megabytes a second on one core, once the words are known. */
function analyzerSpeed(): string {
  const texts = readScifact("test").documents.map(({ text }) => text);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const speeds = Array.from({ length: 3 }, () => {
    const start = performance.now();
    for (const text of texts) analyzePassage(text);
    return bytes / 1000 / (performance.now() - start);
  });
  return `analyzer ${Math.max(...speeds).toFixed(1)} MB/s`;
}

async function wordTasks(): Promise<void> {
  const skipped: string[] = [];
  for (const task of TASKS) {
    if (!hasData(task.data)) {
      skipped.push(task.data);
      continue;
    }
    const set = task.read();
    const filled = indexAll(set.documents);
    const quick = await measure(task, set, createQuickStore(filled));
    for (const line of quick) console.log(`memory  ${line}`);
    const real = await withSqliteStore(filled, async (store) => measure(task, set, store));
    for (const line of real) console.log(`sqlite  ${line}`);
  }
  if (hasData("banking77")) console.log(await nearestIntent());
  if (hasData("scifact")) console.log(analyzerSpeed());
  for (const data of skipped) console.log(`skipped ${data}: no data; set SCHOOLBOOK_DATA to the folder that holds it`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      sensitivity: { type: "boolean" },
      choose: { type: "boolean" },
      "write-texts": { type: "string" },
      teacher: { type: "string" },
      python: { type: "string" },
    },
  });
  const wants = (part: string): boolean => values.only === undefined || values.only === part;
  const hasVectorData = hasData("scifact") && hasData("anthropic-docs-rag");
  if (values["write-texts"] !== undefined) return writeTexts(values["write-texts"]);
  if (wants("words")) await wordTasks();
  const teacher = values.teacher === undefined ? undefined : readRecordedEmbedder(values.teacher);
  if (wants("vectors") && hasVectorData) await printVectors(teacher);
  if (wants("speed") && hasData("scifact")) await printEmbedderSpeed(values.python);
  if (values.choose === true) await printChoosing();
  if (values.sensitivity === true) await printSensitivity();
}

await main();
