// Answers without any model: the best sentences of the documents, cited, or "not in the documents".
import { systemRuntime, type Runtime } from "../../core/runtime.ts";
import type { Answer, Answerer, AnswerEvent, AnswerRequest } from "../../spec/answer.ts";
import type { Retriever, SearchResult } from "../../spec/retriever.ts";
import { askedWords, type Analyze, type AskedWord } from "./asked-words.ts";
import { chooseQuotes, type FoundQuote, type ReadDocument } from "./choose-quotes.ts";
import { explainAbsence } from "./explain-absence.ts";
import { MAX_MISSING, missingShare } from "./judge-sufficiency.ts";
import { scoreUnits } from "./score-units.ts";
import { weighQuestion } from "./weigh-question.ts";
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
  /** How much of the question may be missing from the best quote before it is no answer; see `judge-sufficiency.ts`. */
  readonly maxMissing?: number;
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
  const words = askedWords(request.question, options.analyze, result.rarity);
  const quotes = await findQuotes(options, request, { result, words });
  request.abortSignal?.throwIfAborted();
  const written = writeAnswer(quotes);
  for (const { delta, citation } of written) {
    yield { kind: "text-delta", text: delta };
    yield { kind: "citation", citation };
  }
  const absence = quotes.length === 0 ? explainAbsence(words, result.visible) : undefined;
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

type Found = { readonly result: SearchResult; readonly words: readonly AskedWord[] };

async function findQuotes(
  { analyze, readDocument, maxQuotes = DEFAULT_QUOTES, maxMissing = MAX_MISSING }: QuotingOptions,
  { question, principals }: AnswerRequest,
  { result: { hits, rarity }, words }: Found,
): Promise<readonly FoundQuote[]> {
  const weighed = weighQuestion(question, analyze, rarity);
  const units = scoreUnits(hits, { question: weighed, analyze });
  const [best] = units;
  if (best === undefined) return [];
  const missing = missingShare(question, words, { ...best, shown: best.unit.shown });
  if (missing >= maxMissing) return [];
  return chooseQuotes(units, { readDocument, principals, maxQuotes });
}
