// Searches with the words of the question, their irregular forms and, for words that stand nowhere, other words for them.
import type { Retriever, SearchRequest, SearchResult } from "../../spec/retriever.ts";
import { askedWords, type Analyze } from "./asked-words.ts";
import { type Phrasing, phrasingOf } from "./light-words.ts";
import { otherForms } from "./word-forms.ts";

/** A second search is made only when a word of the question stands nowhere and has other names. */
export async function searchPassages(
  retriever: Retriever,
  request: SearchRequest,
  analyze: Analyze,
): Promise<SearchResult> {
  const words = request.query.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
  const phrasing = phrasingOf(request.query);
  const telling = words.filter((word) => !phrasing.isLight(word) && !phrasing.isSmall(word));
  const asked = telling.length === 0 ? request.query : withoutLight(request.query, phrasing);
  const query = [asked, ...new Set(telling.flatMap((word) => otherForms(word)))].join(" ");
  const found = await retriever.search({ ...request, query, rarity: true });
  const missing = askedWords(request.query, analyze, found.rarity).filter(({ isNowhere }) => isNowhere);
  const names = new Set(missing.flatMap(({ others }) => others));
  if (names.size === 0) return found;
  const widened = await retriever.search({ ...request, query: [query, ...names].join(" "), rarity: true });
  return widened.hits.length > 0 ? widened : found;
}

function withoutLight(question: string, { isLight, isSmall }: Phrasing): string {
  return question.replace(/(?<![\p{L}\p{N}_-])[\p{L}'’]+(?![\p{L}\p{N}_-])/gu, (word) =>
    isLight(word) || isSmall(word) ? "" : word,
  );
}
