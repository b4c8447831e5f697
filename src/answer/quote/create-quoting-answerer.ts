// Answers without any model: the best sentences of the documents, cited, or "not in the documents".
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Answer, Answerer, AnswerEvent, AnswerRequest } from "../../spec/answer.ts";
import type { Retriever, SearchResult } from "../../spec/retriever.ts";
import { chooseQuotes, type FoundQuote, type ReadDocument } from "./choose-quotes.ts";
import { explainAbsence, searchedWords } from "./explain-absence.ts";
import { isSufficient } from "./judge-sufficiency.ts";
import { scoreUnits } from "./score-units.ts";
import { weighQuestion, type Analyze } from "./weigh-question.ts";
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
  readonly runtime?: Pick<Runtime, "monotonicMs">;
};

const DEFAULT_PASSAGES = 5;
const DEFAULT_QUOTES = 3;
const NO_USAGE: Answer["usage"] = { inputTokens: { total: 0, cached: 0 }, outputTokens: { total: 0, reasoning: 0 } };

/** Quotes what the documents say, word for word; what cannot be quoted is not said. */
export function createQuotingAnswerer(options: QuotingOptions): Answerer {
  return { id: "quoting", answer: (request) => answer(options, request) };
}

async function* answer(options: QuotingOptions, request: AnswerRequest): AsyncGenerator<AnswerEvent> {
  const clock = options.runtime ?? systemRuntime();
  const start = clock.monotonicMs();
  const result = await searchFor(options, request);
  const searched = clock.monotonicMs();
  const quotes = await findQuotes(options, request, result);
  request.abortSignal?.throwIfAborted();
  const written = writeAnswer(quotes);
  for (const { delta, citation } of written) {
    yield { kind: "text-delta", text: delta };
    yield { kind: "citation", citation };
  }
  const absence = quotes.length === 0 ? absenceOf(options, request, result) : undefined;
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

async function searchFor(
  { retriever, passages = DEFAULT_PASSAGES }: QuotingOptions,
  { question, principals, abortSignal }: AnswerRequest,
): Promise<SearchResult> {
  const request = { query: question, principals, limit: passages, rarity: true };
  return retriever.search({ ...request, ...(abortSignal && { abortSignal }) });
}

async function findQuotes(
  { analyze, readDocument, maxQuotes = DEFAULT_QUOTES }: QuotingOptions,
  { question, principals }: AnswerRequest,
  { hits, rarity }: SearchResult,
): Promise<readonly FoundQuote[]> {
  const weighed = weighQuestion(question, analyze, rarity);
  const units = scoreUnits(hits, { question: weighed, analyze });
  const [best] = units;
  if (best === undefined || !isSufficient(weighed, best.terms)) return [];
  return chooseQuotes(units, { readDocument, principals, maxQuotes });
}

function absenceOf({ analyze }: QuotingOptions, { question }: AnswerRequest, result: SearchResult): string {
  return explainAbsence(searchedWords(question, analyze, result.rarity), result.visible);
}
