// `node bench/ranking/quoting.ts`: the answerer without a model: do its quotes hold the answer, and does it know when nothing does?
import { askedWords } from "../../src/answer/quote/asked-words.ts";
import { createQuotingAnswerer } from "../../src/answer/quote/create-quoting-answerer.ts";
import { MAX_MISSING, missingShare } from "../../src/answer/quote/judge-sufficiency.ts";
import { scoreUnits } from "../../src/answer/quote/score-units.ts";
import { weighQuestion } from "../../src/answer/quote/weigh-question.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { Answer } from "../../src/spec/answer.ts";
import { hasData, readClapnq, readSquad, type RankedQuestion, type RankingSet } from "./data-sets.ts";
import { indexAll } from "./fill-store.ts";
import { createQuickStore, type SearchableStore } from "./quick-store.ts";
import { areaUnderCurve, balancedAccuracy, bestThreshold, mean, type Judged } from "./scores.ts";

const SETS = [
  { data: "squad2-halfdev", read: readSquad },
  { data: "clapnq-dev", read: readClapnq },
];
const READERS = ["public"];

type Trial = {
  readonly question: RankedQuestion;
  readonly answer: Answer;
  readonly topScore: number;
  /** 1 minus the share of the question's importance that the best quote lacks. */
  readonly support: number;
};

async function tryAll({ questions }: RankingSet, store: SearchableStore): Promise<readonly Trial[]> {
  const retriever = createRetriever({ store });
  const analyze = STANDARD_ANALYZER;
  const always = createQuotingAnswerer({ retriever, readDocument: store.document, analyze, maxMissing: 2 });
  const trials: Trial[] = [];
  for (const question of questions) {
    const request = { query: question.text, principals: READERS, limit: 5, rarity: true };
    const { hits, rarity } = await retriever.search(request);
    const weighed = weighQuestion(question.text, analyze, rarity);
    const best = scoreUnits(hits, { question: weighed, analyze })[0];
    const words = askedWords(question.text, analyze, rarity);
    const support =
      best === undefined ? 0 : 1 - missingShare(question.text, words, { ...best, shown: best.unit.shown });
    const answer = await finalAnswer(always.answer({ question: question.text, principals: READERS }));
    trials.push({ question, answer, topScore: hits[0]?.lexical?.score ?? 0, support });
  }
  return trials;
}

async function finalAnswer(events: ReturnType<ReturnType<typeof createQuotingAnswerer>["answer"]>): Promise<Answer> {
  for await (const event of events) if (event.kind === "finish") return event.answer;
  throw new Error("The answerer ended without finishing.");
}

function holdsAnswer({ question, answer }: Trial): boolean {
  const quotes = answer.citations.map(({ quote }) => quote);
  return question.answers.some((gold) => quotes.some((quote) => quote.includes(gold) || gold.includes(quote)));
}

function reportHits(data: string, trials: readonly Trial[]): void {
  const answerable = trials.filter(({ question }) => question.answerable);
  const hitRate = mean(answerable.map((trial) => Number(holdsAnswer(trial))));
  const quotes = mean(answerable.map(({ answer }) => answer.citations.length));
  const length = mean(answerable.map(({ answer }) => answer.text.length));
  const shape = `${quotes.toFixed(2)} quotes, ${length.toFixed(0)} characters`;
  console.log(`${data}: a quote holds a gold answer in ${(100 * hitRate).toFixed(1)} % of the answerable (${shape})`);
}

/** Thresholds for comparison are found on one half of the questions and judged on the other; the rule's is fixed. */
function reportAbstention(data: string, trials: readonly Trial[]): void {
  const rules = [
    { name: "top score (baseline)", scoreOf: (trial: Trial) => trial.topScore },
    { name: "support of the best quote", scoreOf: (trial: Trial) => trial.support },
  ];
  for (const { name, scoreOf } of rules) {
    const judged = trials.map((trial): Judged => ({ score: scoreOf(trial), positive: trial.question.answerable }));
    const even = judged.filter((_, index) => index % 2 === 0);
    const odd = judged.filter((_, index) => index % 2 === 1);
    const fitted = (balancedAccuracy(odd, bestThreshold(even)) + balancedAccuracy(even, bestThreshold(odd))) / 2;
    const auc = areaUnderCurve(judged).toFixed(3);
    console.log(
      `${data}: ${name.padEnd(26)} AUC ${auc}, balanced accuracy with a fitted threshold ${fitted.toFixed(3)}`,
    );
  }
  const decided = trials.map(({ question, support }): Judged => ({ score: support, positive: question.answerable }));
  const accuracy = balancedAccuracy(decided, 1 - MAX_MISSING + Number.EPSILON).toFixed(3);
  const kept = (wanted: boolean): string => {
    const ofClass = trials.filter(({ question }) => question.answerable === wanted);
    return `${(100 * mean(ofClass.map(({ support }) => Number(1 - support < MAX_MISSING)))).toFixed(0)} %`;
  };
  const shares = `answers ${kept(true)} of the answerable, ${kept(false)} of the unanswerable`;
  console.log(`${data}: the rule (at most ${MAX_MISSING} missing): balanced accuracy ${accuracy}; ${shares}`);
}

async function main(): Promise<void> {
  for (const { data, read } of SETS) {
    if (!hasData(data)) {
      console.log(`skipped ${data}: no data; set SCHOOLBOOK_DATA to the folder that holds it`);
      continue;
    }
    const set = read();
    const store = createQuickStore(indexAll(set.documents));
    const start = performance.now();
    const trials = await tryAll(set, store);
    reportHits(data, trials);
    reportAbstention(data, trials);
    console.log(
      `${data}: ${((performance.now() - start) / trials.length).toFixed(1)} ms per question (searched twice)`,
    );
  }
}

await main();
