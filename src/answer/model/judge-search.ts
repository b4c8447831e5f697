// How likely the documents answer, by nothing but what the search brought: the scorer of quoting, which was trained on its signals.
import type { SearchResult } from "../../spec/retriever.ts";
import { type Analyze } from "../quote/asked-words.ts";
import { findEvidence } from "../quote/find-evidence.ts";
import { chanceOfAnswer } from "../quote/judge-sufficiency.ts";
import { pickUnits, rankUnits } from "../quote/rank-units.ts";
import { readQuestion, type Question } from "../quote/read-question.ts";
import { SUFFICIENCY_WEIGHTS, UNIT_WEIGHTS } from "../quote/trained-weights.ts";

export type JudgedSearch = {
  readonly question: Question;
  /** 0 to 1. */
  readonly chance: number;
};

const UNITS = 3;

export function judgeSearch(query: string, result: SearchResult, analyze: Analyze): JudgedSearch {
  const question = readQuestion(query, analyze, result.rarity);
  if (question.words.length === 0) return { question, chance: 0 };
  const ranked = rankUnits(question, findEvidence(result.hits, question, analyze), UNIT_WEIGHTS);
  const evidence = pickUnits(ranked, UNITS).map((unit) => unit.evidence);
  const chance = chanceOfAnswer(question, evidence, { result, analyze, weights: SUFFICIENCY_WEIGHTS });
  return { question, chance };
}
