// Puts into a part of a question what the search for an earlier part brought: the names in the sentence that answers it best.
import type { SearchResult } from "../../../spec/retriever.ts";
import type { Analyze } from "../../quote/asked-words.ts";
import { findEvidence } from "../../quote/find-evidence.ts";
import { pickUnits, rankUnits } from "../../quote/rank-units.ts";
import { readQuestion } from "../../quote/read-question.ts";
import { UNIT_WEIGHTS } from "../../quote/trained-weights.ts";
import { claimValues } from "../verify/claim-values.ts";
import { fold } from "../verify/fold-text.ts";

export type SearchedPart = { readonly query: string; readonly result: SearchResult };

const PLACE = /\{(\d)\}/gu;
/** More names than these are those of other things in the sentence. */
const MOST_NAMES = 3;

/** Without an earlier part, or without a name in it, the place is left out: the rest may still be found. */
export function fillPart(part: string, before: readonly SearchedPart[], analyze: Analyze): string {
  return part
    .replaceAll(PLACE, (_, number: string) => {
      const earlier = before[Number(number) - 1];
      return earlier === undefined ? "" : namesIn(earlier, analyze).join(" ");
    })
    .replaceAll(/ {2,}/gu, " ")
    .trim();
}

function namesIn({ query, result }: SearchedPart, analyze: Analyze): readonly string[] {
  const question = readQuestion(query, analyze, result.rarity);
  const ranked = rankUnits(question, findEvidence(result.hits, question, analyze), UNIT_WEIGHTS);
  const [best] = pickUnits(ranked, 1);
  if (best === undefined) return [];
  const { shown } = best.evidence.quote;
  const asked = fold(query);
  const values = claimValues(shown).filter(({ kind }) => kind === "name" || kind === "code");
  const names = values.map(({ start, end }) => shown.slice(start, end)).filter((name) => !asked.includes(fold(name)));
  return [...new Set(names)].slice(0, MOST_NAMES);
}
