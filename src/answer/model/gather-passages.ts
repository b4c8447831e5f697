// Brings together what the model is to read: what a search finds, or all that the reader may read when that is little.
import type { AnswerRequest, AnswerTrace, ShownPassage } from "../../spec/answer.ts";
import type { SearchResult } from "../../spec/retriever.ts";
import { readQuestion } from "../quote/read-question.ts";
import { searchPassages } from "../quote/search-passages.ts";
import { judgeSearch, type JudgedSearch } from "./judge-search.ts";
import type { AnsweringSettings, ModelAnswering } from "./model-answering.ts";
import { passageOfHit, type SourcePassage } from "./prompt/source-passage.ts";

export type Gathered = {
  readonly passages: readonly SourcePassage[];
  readonly retrieval: AnswerTrace["retrieval"];
  readonly mustFit?: boolean;
  readonly visible?: number;
  /** Without a search there are no signals to judge by. */
  readonly judged: Omit<JudgedSearch, "chance"> & { readonly chance?: number };
};

/** Whole pasted books are searched for by their beginning. */
const MAX_QUERY = 10_000;

export async function gatherPassages(
  { retriever, readAll, givePassages, analyze }: ModelAnswering,
  request: AnswerRequest,
  { passages: limit, wholeLibraryTokens }: AnsweringSettings,
): Promise<Gathered> {
  const { principals, abortSignal, question } = request;
  const given = await givePassages?.(request);
  if (given !== undefined) return { ...given, judged: { question: readQuestion(question, analyze, undefined) } };
  const all = wholeLibraryTokens > 0 ? await readAll?.(principals, wholeLibraryTokens) : undefined;
  if (all !== undefined) {
    const judged = { question: readQuestion(question, analyze, undefined) };
    return { passages: all, retrieval: "all-documents", judged };
  }
  const query = question.slice(0, MAX_QUERY).toWellFormed();
  const searched = { query, principals, limit, ...(abortSignal && { abortSignal }) };
  const result: SearchResult = await searchPassages(retriever, searched, analyze);
  const passages = result.hits.map((hit) => passageOfHit(hit));
  const judged = judgeSearch(query, result, analyze);
  return { passages, retrieval: "search", visible: result.visible, judged };
}

/** The passages of the prompt by their numbers, as results and traces name them. */
export function shownPassages(passages: readonly SourcePassage[]): readonly ShownPassage[] {
  return passages.map(({ documentId, contentHash, uri, title, headings, start, end, date, score }, at) => ({
    number: at + 1,
    documentId,
    contentHash,
    uri,
    title,
    headings,
    start,
    end,
    ...(date === undefined ? {} : { date }),
    ...(score === undefined ? {} : { score }),
  }));
}
