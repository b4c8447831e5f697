// Asks the questions of every set and keeps what the answerer sees of each: everything quotable, and which of it holds the answer.
import { findEvidence, type Evidence } from "../../src/answer/quote/find-evidence.ts";
import { readQuestion, type Question } from "../../src/answer/quote/read-question.ts";
import { searchPassages } from "../../src/answer/quote/search-passages.ts";
import { createStaticEmbedder } from "../../src/engines/static/create-static-embedder.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import type { SearchResult } from "../../src/spec/retriever.ts";
import {
  hasData,
  readAnthropicDocs,
  readClapnq,
  readSquad,
  type RankedDocument,
  type RankedQuestion,
  type RankingSet,
} from "../ranking/data-sets.ts";
import { embedAll, indexAll } from "../ranking/fill-store.ts";
import { createQuickStore, type Filled, type SearchableStore } from "../ranking/quick-store.ts";
import { holds, openCompany, type Searches, storesOf, TO_CHOOSE_WITH } from "./company.ts";
import { halvesOf, type Half } from "./half.ts";

export type Case = {
  /** A set's name; with `, page left out` where the page with the answer was taken away before the question was asked. */
  readonly set: string;
  readonly question: Question;
  readonly result: SearchResult;
  readonly evidence: readonly Evidence[];
  /** For each piece of evidence whether it holds the answer. */
  readonly gold: readonly boolean[];
  readonly isAnswerable: boolean;
};

type Asked = {
  readonly set: string;
  readonly text: string;
  readonly isAnswerable: boolean;
  readonly isGold: (evidence: Evidence) => boolean;
};

export const LEFT_OUT = ", page left out";
const NOTHING = (): boolean => false;
/** Enough of the many questions on one article, asked without their paragraph. */
const EVERY = 4;

type Searching = { readonly store: SearchableStore; readonly embedder?: Embedder };

async function ask(searching: Searching, { set, text, isAnswerable, isGold }: Asked): Promise<Case> {
  const analyze = STANDARD_ANALYZER;
  const request = { query: text, principals: ["public"], limit: 5 };
  const result = await searchPassages(createRetriever(searching), request, analyze);
  const question = readQuestion(text, analyze, result.rarity);
  const evidence = findEvidence(result.hits, question, analyze);
  return { set, question, result, evidence, gold: evidence.map(isGold), isAnswerable };
}

/** The companies that were written to choose with, whole and with pages left out. */
export async function* companyCases(): AsyncGenerator<Case> {
  for (const name of TO_CHOOSE_WITH) {
    await using company = await openCompany(name);
    const storeFor = await storesOf(company);
    for (const { text, answer, as } of company.questions) {
      const isGold = (evidence: Evidence): boolean => answer !== undefined && holds(textOf(evidence), answer);
      yield await ask({ store: storeFor(as) }, { set: "companies", text, isAnswerable: answer !== undefined, isGold });
      if (answer === undefined) continue;
      yield await ask(
        { store: storeFor(as, answer) },
        {
          set: `companies${LEFT_OUT}`,
          text,
          isAnswerable: false,
          isGold: NOTHING,
        },
      );
    }
  }
}

function textOf({ hit, unit }: Evidence): string {
  return hit.passage.text.slice(unit.start, unit.end);
}

export const PUBLIC_SETS = [
  { name: "SQuAD 2", data: "squad2-halfdev", read: readSquad },
  { name: "CLAPnq", data: "clapnq-dev", read: readClapnq },
  { name: "product docs", data: "anthropic-docs-rag", read: readAnthropicDocs },
] as const;

type Named = { readonly name: string; readonly set: RankingSet };

/** One half of the public sets that are there. */
export async function* publicCases(
  half: Half,
  names: readonly string[],
  searches: Searches = "words",
): AsyncGenerator<Case> {
  const embedder = searches === "words" ? undefined : createStaticEmbedder();
  for (const { name, data, read } of PUBLIC_SETS) {
    if (!names.includes(name) || !hasData(data)) continue;
    const { documents, questions } = read();
    const halfOf = halvesOf(questions.map(({ group }) => group));
    const set = { documents, questions: questions.filter(({ group }) => halfOf(group) === half) };
    const filled = indexAll(documents);
    const store =
      embedder === undefined
        ? createQuickStore(filled)
        : createQuickStore(await embedAll(filled, embedder), embedder.fingerprint);
    const searching: Searching = embedder === undefined ? { store } : { store, embedder };
    for (const question of set.questions) {
      yield await ask(searching, {
        set: name,
        text: question.text,
        isAnswerable: question.answerable,
        isGold: goldOf(question),
      });
    }
  }
}

/** Answerable questions after what answers them was taken away: those of SQuAD within their article, the others within the whole set. */
export async function* leftOutCases(half: Half): AsyncGenerator<Case> {
  for (const { name, data, read } of PUBLIC_SETS) {
    if (!hasData(data)) continue;
    const { documents, questions } = read();
    const halfOf = halvesOf(questions.map(({ group }) => group));
    const answerable = questions.filter((question) => question.answerable && halfOf(question.group) === half);
    yield* name === "SQuAD 2"
      ? withoutParagraph({ name, set: { documents, questions: answerable } })
      : withoutPage({ name, set: { documents, questions: answerable } });
  }
}

async function* withoutPage({ name, set: { documents, questions } }: Named): AsyncGenerator<Case> {
  const filled = indexAll(documents);
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  for (const { text, relevant } of questions) {
    const gone = new Set([...relevant].map((id) => titles.get(id)));
    const rest = filled.filter(({ document }) => !relevant.has(document.uri) && !gone.has(document.title));
    yield await ask(
      { store: createQuickStore(rest) },
      { set: name + LEFT_OUT, text, isAnswerable: false, isGold: NOTHING },
    );
  }
}

async function* withoutParagraph({ name, set: { documents, questions } }: Named): AsyncGenerator<Case> {
  const filled = new Map(documents.map((document, index) => [document.id, { document, index }]));
  const indexed = indexAll(documents);
  const articles = Map.groupBy(questions, ({ group }) => group);
  for (const asked of articles.values()) {
    const ids = new Set(asked.flatMap(({ relevant }) => [...relevant]));
    const article = [...ids].flatMap((id) => filled.get(id) ?? []);
    const whole = createQuickStore(pick(article, indexed));
    for (const question of asked.filter((_, index) => index % EVERY === 0)) {
      const set = name + LEFT_OUT;
      yield await ask({ store: whole }, { set, text: question.text, isAnswerable: true, isGold: goldOf(question) });
      const rest = article.filter(({ document }) => !question.relevant.has(document.id));
      const isSaidElsewhere = rest.some(({ document }) =>
        question.answers.some((answer) => document.text.includes(answer)),
      );
      if (isSaidElsewhere) continue;
      yield await ask(
        { store: createQuickStore(pick(rest, indexed)) },
        {
          set,
          text: question.text,
          isAnswerable: false,
          isGold: NOTHING,
        },
      );
    }
  }
}

type Placed = { readonly document: RankedDocument; readonly index: number };

function pick(placed: readonly Placed[], indexed: readonly Filled[]): readonly Filled[] {
  return placed.flatMap(({ index }) => indexed[index] ?? []);
}

/** A unit of the right document that holds an answer, where one is known; a whole unit of a longer answer counts too. */
function goldOf({ relevant, answers, answerable }: RankedQuestion): Asked["isGold"] {
  return (evidence) => {
    if (!answerable || !relevant.has(evidence.hit.passage.document.uri)) return false;
    const text = textOf(evidence);
    if (answers.length === 0) return true;
    return answers.some((answer) => holds(text, answer) || (text.length > 20 && holds(answer, text)));
  };
}
