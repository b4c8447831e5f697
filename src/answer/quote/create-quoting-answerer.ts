// Answers without any model: the best sentences of the documents, cited, or "not in the documents".
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Answer, Answerer, AnswerEvent, AnswerRequest } from "../../spec/answer.ts";
import type { Retriever, SearchResult } from "../../spec/retriever.ts";
import type { Analyze } from "./asked-words.ts";
import { explainAbsence } from "./explain-absence.ts";
import { findEvidence } from "./find-evidence.ts";
import { findQuotes, type FoundQuote, type ReadDocument } from "./find-quotes.ts";
import { chanceOfAnswer, MIN_CHANCE } from "./judge-sufficiency.ts";
import { pickUnits, rankUnits } from "./rank-units.ts";
import { readQuestion, type Question } from "./read-question.ts";
import { searchPassages } from "./search-passages.ts";
import { SUFFICIENCY_WEIGHTS, UNIT_WEIGHTS } from "./trained-weights.ts";
import { writeAnswer } from "./write-answer.ts";

export type QuotingOptions = {
  readonly retriever: Retriever;
  /** The store's `document`: quotes are found again in the stored text before they are shown. */
  readonly readDocument: ReadDocument;
  /** The analyzer that the library was indexed with. */
  readonly analyze: Analyze;
  /** How many of the best passages are read for quotes. */
  readonly passages?: number;
  readonly maxQuotes?: number;
  /** How likely the documents must answer for the best quotes to be given; see `judge-sufficiency.ts`. */
  readonly minChance?: number;
  readonly runtime?: Pick<Runtime, "monotonicMs">;
};

const DEFAULT_PASSAGES = 5;
const DEFAULT_QUOTES = 3;
/** A further quote need not do quite as well as one that stands alone. */
const NEARLY_ENOUGH = 0.7;
/** Whole pasted books are read by their beginning. */
const MAX_QUESTION = 10_000;
const NO_USAGE: Answer["usage"] = { inputTokens: { total: 0, cached: 0 }, outputTokens: { total: 0, reasoning: 0 } };

/** Quotes what the documents say, word for word; what cannot be quoted is not said. */
export function createQuotingAnswerer(options: QuotingOptions): Answerer {
  return { id: "quoting", answer: (request) => answer(options, request) };
}

async function* answer(options: QuotingOptions, request: AnswerRequest): AsyncGenerator<AnswerEvent> {
  const clock = options.runtime ?? systemRuntime();
  const start = clock.monotonicMs();
  const { result, question } = await search(options, request);
  const searched = clock.monotonicMs();
  const quotes = await quotesFor(options, request, { result, question });
  request.abortSignal?.throwIfAborted();
  const written = writeAnswer(quotes);
  for (const { delta, citation } of written) {
    yield { kind: "text-delta", text: delta };
    yield { kind: "citation", citation };
  }
  const absence = quotes.length === 0 ? explainAbsence(question.words, result.visible) : undefined;
  if (absence !== undefined) yield { kind: "text-delta", text: absence };
  const end = clock.monotonicMs();
  yield {
    kind: "finish",
    answer: {
      text: absence ?? written.map(({ delta }) => delta).join(""),
      answered: absence === undefined,
      citations: written.map(({ citation }) => citation),
      model: "quoting",
      usage: NO_USAGE,
      timingsMs: { search: searched - start, quote: end - searched, total: end - start },
    },
  };
}

type Searched = { readonly result: SearchResult; readonly question: Question };

async function search(
  { retriever, analyze, passages = DEFAULT_PASSAGES }: QuotingOptions,
  { question: typed, principals, abortSignal }: AnswerRequest,
): Promise<Searched> {
  const query = typed.slice(0, MAX_QUESTION).toWellFormed();
  const request = { query, principals, limit: passages, ...(abortSignal && { abortSignal }) };
  const result = await searchPassages(retriever, request, analyze);
  return { result, question: readQuestion(query, analyze, result.rarity) };
}

async function quotesFor(
  { analyze, readDocument, maxQuotes = DEFAULT_QUOTES, minChance = MIN_CHANCE }: QuotingOptions,
  { principals }: AnswerRequest,
  { result, question }: Searched,
): Promise<readonly FoundQuote[]> {
  const ranked = rankUnits(question, findEvidence(result.hits, question, analyze), UNIT_WEIGHTS);
  const picked = pickUnits(ranked, maxQuotes).map(({ evidence }) => evidence);
  const judging = { result, analyze, weights: SUFFICIENCY_WEIGHTS };
  const chances = picked.map((evidence) => chanceOfAnswer(question, [evidence], judging));
  if (question.words.length === 0 || Math.max(0, ...chances) < minChance) return [];
  // why: what would hardly do as an answer by itself would only be in the way of the one that does.
  const quoted = picked.filter((_, index) => (chances[index] ?? 0) >= minChance * NEARLY_ENOUGH);
  return findQuotes(quoted, { readDocument, principals });
}
