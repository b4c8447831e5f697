// Gathers what a question needs that one search does not find: each of its parts is searched for, and what they bring is merged.
import type { AnswerRequest } from "../../../spec/answer.ts";
import type { Usage } from "../../../spec/chat.ts";
import { searchPassages } from "../../quote/search-passages.ts";
import { type Gathered, gatherPassages } from "../gather-passages.ts";
import { judgeSearch } from "../judge-search.ts";
import type { AnsweringSettings, ModelAnswering } from "../model-answering.ts";
import { passageOfHit, type SourcePassage } from "../prompt/source-passage.ts";
import { divideQuestion } from "./divide-question.ts";
import { fillPart, type SearchedPart } from "./fill-part.ts";

export type GatheredByParts = Gathered & {
  /** As they were searched for. */
  readonly parts?: readonly string[];
  /** Of the call that took the question apart. */
  readonly dividing?: Usage;
};

/** As many passages as without parts: they take turns, so that every part has its best ones in, and the whole question too. */
export async function gatherByParts(
  options: ModelAnswering,
  request: AnswerRequest,
  settings: AnsweringSettings,
): Promise<GatheredByParts> {
  const whole = await gatherPassages(options, request, settings);
  if (whole.retrieval !== "search" || settings.divide === "off") return whole;
  const { abortSignal, idempotencyKey, question } = request;
  const { model } = options;
  const divided = await divideQuestion(question, {
    model,
    by: settings.divide,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(abortSignal && { signal: abortSignal }),
  });
  const spent = divided.usage === undefined ? {} : { dividing: divided.usage };
  if (divided.parts.length === 0) return { ...whole, ...spent };
  const searched = await searchParts(divided.parts, options, { request, limit: settings.passages });
  const found = searched.map(({ result }) => result.hits.map((hit) => passageOfHit(hit)));
  const passages = takeTurns([...found, whole.passages]).slice(0, settings.passages);
  return {
    ...whole,
    passages,
    judged: judgedWith(whole.judged, searched, options),
    parts: searched.map(({ query }) => query),
    ...spent,
  };
}

/** What answers each part answers the whole; the least likely of them decides. */
function judgedWith(
  judged: Gathered["judged"],
  searched: readonly SearchedPart[],
  { analyze }: ModelAnswering,
): Gathered["judged"] {
  const chances = searched.map(({ query, result }) => judgeSearch(query, result, analyze).chance);
  return { ...judged, chance: Math.max(judged.chance ?? 0, Math.min(...chances)) };
}

type Searching = { readonly request: AnswerRequest; readonly limit: number };

/** One after the other: a later part may need what an earlier one found. */
async function searchParts(
  parts: readonly string[],
  { retriever, analyze }: ModelAnswering,
  { request: { principals, abortSignal }, limit }: Searching,
): Promise<readonly SearchedPart[]> {
  const searched: SearchedPart[] = [];
  for (const part of parts) {
    const query = fillPart(part, searched, analyze);
    const request = { query, principals, limit, ...(abortSignal && { abortSignal }) };
    searched.push({ query, result: await searchPassages(retriever, request, analyze) });
  }
  return searched;
}

/** The first of each list, then the second of each; what several lists hold is taken once. */
function takeTurns(lists: readonly (readonly SourcePassage[])[]): readonly SourcePassage[] {
  const taken = new Map<string, SourcePassage>();
  const longest = Math.max(...lists.map(({ length }) => length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const list of lists) {
      const passage = list[turn];
      if (passage === undefined) continue;
      const key = JSON.stringify([passage.documentId, passage.start, passage.end]);
      if (!taken.has(key)) taken.set(key, passage);
    }
  }
  return [...taken.values()];
}
