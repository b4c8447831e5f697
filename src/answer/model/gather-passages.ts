// Brings together what the model is to read: what a search finds, or all that the reader may read when that is little.
import type { AnswerRequest, ShownPassage } from "../../spec/answer.ts";
import type { SearchResult } from "../../spec/retriever.ts";
import { readQuestion } from "../quote/read-question.ts";
import { searchPassages } from "../quote/search-passages.ts";
import { judgeSearch, type JudgedSearch } from "./judge-search.ts";
import type { AnsweringSettings, ModelAnswering } from "./model-answering.ts";
import { passageOfHit, type SourcePassage } from "./prompt/source-passage.ts";

export type Gathered = {
  readonly passages: readonly SourcePassage[];
  readonly retrieval: "search" | "all-documents";
  readonly visible?: number;
  /** Without a search there are no signals to judge by. */
  readonly judged: Omit<JudgedSearch, "chance"> & { readonly chance?: number };
};

/** Whole pasted books are searched for by their beginning. */
const MAX_QUERY = 10_000;

export async function gatherPassages(
  { retriever, readAll, analyze }: ModelAnswering,
  { principals, abortSignal, question }: AnswerRequest,
  { passages: limit, wholeLibraryTokens }: AnsweringSettings,
): Promise<Gathered> {
  const all = wholeLibraryTokens > 0 ? await readAll?.(principals, wholeLibraryTokens) : undefined;
  if (all !== undefined) {
    const judged = { question: readQuestion(question, analyze, undefined) };
    return { passages: all, retrieval: "all-documents", judged };
  }
  const query = question.slice(0, MAX_QUERY).toWellFormed();
  const request = { query, principals, limit, ...(abortSignal && { abortSignal }) };
  const result: SearchResult = await searchPassages(retriever, request, analyze);
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
