// One plain BM25 over whatever the splitters cut, with the library's own terms.
import { analyzePassage, analyzeQuestion } from "../../src/library/index/analyze.ts";
import { DEFAULT_RETRIEVAL } from "../../src/library/retrieve/settings.ts";

export type LexicalSearch = (question: string, most: number) => readonly number[];

type Posting = { readonly entry: number; readonly count: number };

/** Ranks `texts` by BM25; ties go to the earlier text. */
export function createLexicalSearch(texts: readonly string[]): LexicalSearch {
  const { k1, b } = DEFAULT_RETRIEVAL.ranking;
  const postings = new Map<string, Posting[]>();
  const lengths = texts.map((text, entry) => {
    let length = 0;
    for (const [term, count] of analyzePassage(text)) {
      const list = postings.get(term) ?? [];
      if (list.length === 0) postings.set(term, list);
      list.push({ entry, count });
      length += count;
    }
    return length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return (question, most) => {
    const scores = new Map<number, number>();
    for (const [term, weight] of analyzeQuestion(question)) {
      const list = postings.get(term) ?? [];
      const rarity = Math.log(1 + (texts.length - list.length + 0.5) / (list.length + 0.5));
      for (const { entry, count } of list) {
        const norm = k1 * (1 - b + (b * (lengths[entry] ?? 0)) / average);
        scores.set(entry, (scores.get(entry) ?? 0) + (weight * rarity * count * (k1 + 1)) / (count + norm));
      }
    }
    const ranked = [...scores].toSorted((one, other) => other[1] - one[1] || one[0] - other[0]);
    return ranked.slice(0, most).map(([entry]) => entry);
  };
}
