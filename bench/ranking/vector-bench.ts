// The vector search on public data sets: alone, mixed with words, and beside the model that the embedder was distilled from.
import { writeFileSync } from "node:fs";

import { createStaticEmbedder } from "../../src/engines/static/create-static-embedder.ts";
import { embedText } from "../../src/library/chunk/embed-text.ts";
import { DEFAULT_RETRIEVAL } from "../../src/library/retrieve/create-retriever.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import { readAnthropicDocs, readClapnq, readScifact, readSquad, type RankingSet } from "./data-sets.ts";
import { asFiles, embedAll, indexAll, withSqliteStore } from "./fill-store.ts";
import { createQuickStore, type Filled, type SearchableStore } from "./quick-store.ts";
import { rankDocuments } from "./rank-set.ts";
import { bootstrapMean, mean, ndcgAt, recallAt, reciprocalRankAt } from "./scores.ts";

type Score = (ranked: readonly string[], relevant: ReadonlySet<string>) => number;
type Measure = { readonly name: string; readonly score: Score; readonly aloneBar?: number; readonly gainBar: number };
type Task = { readonly data: string; readonly read: () => RankingSet; readonly measures: readonly Measure[] };
type FilledSet = RankingSet & { readonly filled: readonly Filled[] };

const ndcg: Score = (ranked, relevant) => ndcgAt(10, ranked, relevant);
const hit: Score = (ranked, relevant) => recallAt(1, ranked, relevant);

const TASKS: readonly Task[] = [
  {
    data: "scifact",
    read: () => readScifact("test"),
    measures: [{ name: "nDCG@10", score: ndcg, aloneBar: 0.52, gainBar: 0.02 }],
  },
  {
    data: "anthropic-docs-rag",
    read: readAnthropicDocs,
    measures: [
      { name: "R@3", score: (ranked, relevant) => recallAt(3, ranked, relevant), gainBar: 0 },
      { name: "MRR", score: (ranked, relevant) => reciprocalRankAt(3, ranked, relevant), gainBar: 0 },
    ],
  },
];

/** The sets that the embedder and the weight of the fusion were chosen on. */
const CHOOSING = [
  { data: "SciFact train nDCG@10", read: () => readScifact("train"), score: ndcg },
  { data: "SQuAD hit@1", read: () => answerable(readSquad()), score: hit },
  { data: "CLAPnq hit@1", read: () => answerable(readClapnq()), score: hit },
];
const WEIGHTS = [1, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0];

function answerable({ documents, questions }: RankingSet): RankingSet {
  return { documents, questions: questions.filter((question) => question.answerable) };
}

function fill(set: RankingSet): FilledSet {
  return { ...set, filled: indexAll(asFiles(set.documents)) };
}

type Arm = { readonly embedder?: Embedder; readonly lexicalWeight?: number };

/** The ranking of each question by words, by vectors (weight 0) or by both. */
async function rank(set: FilledSet, arm: Arm): Promise<readonly (readonly string[])[]> {
  const { embedder } = arm;
  if (embedder === undefined) return ask(set, createQuickStore(set.filled), arm);
  return ask(set, createQuickStore(await embedAll(set.filled, embedder), embedder.fingerprint), arm);
}

async function ask({ questions }: FilledSet, store: SearchableStore, { embedder, lexicalWeight }: Arm) {
  const settings = lexicalWeight === undefined ? {} : { fusion: { ...DEFAULT_RETRIEVAL.fusion, lexicalWeight } };
  return rankDocuments({ store, questions, settings, ...(embedder && { embedder }) });
}

/** One line per data set, measure and arm; a missed bar is told by the exit code. */
export async function printVectors(teacher: Embedder | undefined): Promise<void> {
  const embedder = createStaticEmbedder();
  for (const { data, read, measures } of TASKS) {
    const set = fill(read());
    const words = await rank(set, {});
    const arms = {
      words,
      "static alone": await rank(set, { embedder, lexicalWeight: 0 }),
      "static + words": await rank(set, { embedder }),
      ...(teacher && { "teacher alone": await rank(set, { embedder: teacher, lexicalWeight: 0 }) }),
      ...(teacher && { "teacher + words": await rank(set, { embedder: teacher }) }),
      "the same in sqlite": await rankInSqlite(set, embedder),
    };
    for (const measure of measures) {
      const scored = (rankings: readonly (readonly string[])[]): readonly number[] =>
        set.questions.map(({ relevant }, index) => measure.score(rankings[index] ?? [], relevant));
      for (const [name, rankings] of Object.entries(arms)) {
        console.log(
          `${data.padEnd(20)} ${describe(name, { measure, scores: scored(rankings), words: scored(words) })}`,
        );
      }
    }
  }
}

async function rankInSqlite(set: FilledSet, embedder: Embedder): Promise<readonly (readonly string[])[]> {
  const filled = await embedAll(set.filled, embedder);
  return withSqliteStore(filled, async (store) => ask(set, store, { embedder }), embedder);
}

type Scored = { readonly measure: Measure; readonly scores: readonly number[]; readonly words: readonly number[] };

function describe(name: string, { measure, scores, words }: Scored): string {
  const gains = scores.map((score, index) => score - (words[index] ?? 0));
  const { low, high } = bootstrapMean(scores);
  const paired = bootstrapMean(gains);
  const value = `${mean(scores).toFixed(4)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  const gain = `${signed(mean(gains))} [${signed(paired.low)}, ${signed(paired.high)}]`;
  const line = `${name.padEnd(18)} ${measure.name.padEnd(8)} ${value}`;
  if (name === "words") return line;
  if (name === "static alone") return `${line}  ${gain}  ${verdict(mean(scores), measure.aloneBar)}`;
  return `${line}  ${gain}  ${name === "static + words" ? verdict(mean(gains), measure.gainBar) : ""}`;
}

function verdict(value: number, bar: number | undefined): string {
  if (bar === undefined) return "";
  const missed = value < bar;
  if (missed) process.exitCode = 1;
  return `bar ${bar} ${missed ? "MISSED" : "cleared"}`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}

/** What each weight of the word search is worth on the sets that it may be chosen on. */
export async function printChoosing(): Promise<void> {
  const embedder = createStaticEmbedder();
  console.log(`\n| weight of words | ${CHOOSING.map(({ data }) => data).join(" | ")} | mean |`);
  console.log(`|---|${CHOOSING.map(() => "---|").join("")}---|`);
  const sets = CHOOSING.map(({ read, score }) => ({ set: fill(read()), score }));
  const stores = await Promise.all(
    sets.map(async ({ set }) => createQuickStore(await embedAll(set.filled, embedder), embedder.fingerprint)),
  );
  for (const lexicalWeight of WEIGHTS) {
    const values: number[] = [];
    for (const [index, { set, score }] of sets.entries()) {
      const store = stores[index];
      if (store === undefined) continue;
      const rankings = await ask(set, store, { embedder, lexicalWeight });
      values.push(mean(set.questions.map(({ relevant }, at) => score(rankings[at] ?? [], relevant))));
    }
    console.log(`| ${lexicalWeight} | ${[...values, mean(values)].map((value) => value.toFixed(4)).join(" | ")} |`);
  }
}

/** Every text that `printVectors` embeds, for the teacher to embed too. */
export function writeTexts(file: string): void {
  const texts = new Set<string>();
  for (const { read } of TASKS) {
    const { questions, filled } = fill(read());
    for (const { text } of questions) texts.add(text);
    for (const { document, passages } of filled) {
      for (const passage of passages) texts.add(embedText(passage, document.text));
    }
  }
  writeFileSync(file, [...texts].map((text) => `${JSON.stringify(text)}\n`).join(""));
}
