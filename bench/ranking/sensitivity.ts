// What each setting is worth: one changed at a time, on questions that the settings were chosen with, beside the test sets.
import {
  createAnalyzer,
  DEFAULT_ANALYZER,
  type Analyzer,
  type AnalyzerSettings,
} from "../../src/library/index/analyze.ts";
import { stopWords } from "../../src/library/index/stop-words.ts";
import { DEFAULT_RETRIEVAL } from "../../src/library/retrieve/settings.ts";
import type { LexicalRanking } from "../../src/spec/store.ts";
import { readAnthropicDocs, readClapnq, readScifact, readSquad, type RankingSet } from "./data-sets.ts";
import { indexAll } from "./fill-store.ts";
import { createQuickStore, type Filled } from "./quick-store.ts";
import { rankDocuments } from "./rank-set.ts";
import { bootstrapMean, mean, ndcgAt, recallAt, reciprocalRankAt } from "./scores.ts";

type Variant = {
  readonly name: string;
  readonly analyzer?: Partial<AnalyzerSettings>;
  readonly ranking?: Partial<LexicalRanking>;
  /** How often the title counts; 1 unless said otherwise. */
  readonly titles?: number;
};

const shortStops = new Set("a an and are as at be by for from in is it of on or that the to was with".split(" "));

const VARIANTS: readonly Variant[] = [
  { name: "as set" },
  { name: "no stop words", analyzer: { stopWords: new Set() } },
  { name: "20 stop words", analyzer: { stopWords: shortStops } },
  { name: "stop words of 4 languages", analyzer: { stopWords: stopWords(["en", "de", "fr", "es"]) } },
  { name: "identifiers not split", analyzer: { splitWords: false } },
  { name: "no stems", analyzer: { stemWeight: 0 } },
  { name: "stem weight .3", analyzer: { stemWeight: 0.3 } },
  { name: "stem weight .7", analyzer: { stemWeight: 0.7 } },
  { name: "stems only", analyzer: { stemWeight: 1 } },
  { name: "plural -s instead of stems", analyzer: { stem: (word) => word.replace(/(?<=[^su])s$/, "") } },
  { name: "title not counted", titles: 0 },
  { name: "title twice", titles: 2 },
  { name: "title three times", titles: 3 },
  { name: "k1 .6", ranking: { k1: 0.6 } },
  { name: "k1 .9", ranking: { k1: 0.9 } },
  { name: "k1 1.5", ranking: { k1: 1.5 } },
  { name: "k1 2", ranking: { k1: 2 } },
  { name: "b .4", ranking: { b: 0.4 } },
  { name: "b .6", ranking: { b: 0.6 } },
  { name: "b .9", ranking: { b: 0.9 } },
  { name: "document weight 0", ranking: { documentWeight: 0 } },
  { name: "document weight .15", ranking: { documentWeight: 0.15 } },
  { name: "document weight .6", ranking: { documentWeight: 0.6 } },
  { name: "document weight 1.2", ranking: { documentWeight: 1.2 } },
];

type Score = (ranked: readonly string[], relevant: ReadonlySet<string>) => number;
type Column = { readonly name: string; readonly set: RankingSet; readonly score: Score; readonly chosenWith: boolean };

const ndcg: Score = (ranked, relevant) => ndcgAt(10, ranked, relevant);
const hit: Score = (ranked, relevant) => recallAt(1, ranked, relevant);

function readColumns(): readonly Column[] {
  const docs = readAnthropicDocs();
  return [
    { name: "SciFact train nDCG@10", set: readScifact("train"), score: ndcg, chosenWith: true },
    { name: "SQuAD hit@1", set: answerable(readSquad()), score: hit, chosenWith: true },
    { name: "CLAPnq hit@1", set: answerable(readClapnq()), score: hit, chosenWith: true },
    { name: "SciFact test nDCG@10", set: readScifact("test"), score: ndcg, chosenWith: false },
    { name: "docs R@3", set: docs, score: (ranked, relevant) => recallAt(3, ranked, relevant), chosenWith: false },
    {
      name: "docs MRR",
      set: docs,
      score: (ranked, relevant) => reciprocalRankAt(3, ranked, relevant),
      chosenWith: false,
    },
  ];
}

function answerable({ documents, questions }: RankingSet): RankingSet {
  return { documents, questions: questions.filter((question) => question.answerable) };
}

/** Differences to the first row, with the 95 % interval of the paired difference. */
export async function printSensitivity(): Promise<void> {
  const columns = readColumns();
  console.log(
    `\n| setting | ${columns.map(({ name, chosenWith }) => name + (chosenWith ? "" : " (not used)")).join(" | ")} |`,
  );
  console.log(`|---|${columns.map(() => "---").join("|")}|`);
  const base: (readonly number[])[] = [];
  for (const variant of VARIANTS) {
    const cells: string[] = [];
    for (const [index, { set, score }] of columns.entries()) {
      const scores = await scoreVariant(variant, set, score);
      const reference = (base[index] ??= scores);
      cells.push(scores === reference ? mean(scores).toFixed(4) : difference(scores, reference));
    }
    console.log(`| ${variant.name} | ${cells.join(" | ")} |`);
  }
}

async function scoreVariant(variant: Variant, { documents, questions }: RankingSet, score: Score): Promise<number[]> {
  const analyzer = createAnalyzer({ ...DEFAULT_ANALYZER, ...variant.analyzer });
  const titles = variant.titles ?? 1;
  const indexed = indexAll(
    titles === 0 ? documents.map((document) => ({ ...document, title: "" })) : documents,
    analyzer,
  );
  const filled = titles > 1 ? indexed.map((one) => repeatTitle(one, analyzer, titles - 1)) : indexed;
  const settings = { ranking: { ...DEFAULT_RETRIEVAL.ranking, ...variant.ranking } };
  const rankings = await rankDocuments({
    store: createQuickStore(filled),
    questions,
    settings,
    analyze: analyzer.question,
  });
  return questions.map(({ relevant }, index) => score(rankings[index] ?? [], relevant));
}

function repeatTitle({ document, passages }: Filled, analyzer: Analyzer, times: number): Filled {
  const more = analyzer.passage(document.title);
  const repeated = passages.map((passage) => {
    const terms = new Map(passage.terms);
    for (const [term, count] of more) terms.set(term, (terms.get(term) ?? 0) + count * times);
    return { ...passage, terms };
  });
  return { document, passages: repeated };
}

function difference(scores: readonly number[], reference: readonly number[]): string {
  const paired = scores.map((score, index) => score - (reference[index] ?? 0));
  const { low, high } = bootstrapMean(paired, 1000);
  return `${signed(mean(paired))} [${signed(low)}, ${signed(high)}]`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3).slice(1)}`;
}
