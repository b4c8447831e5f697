// Text to search terms: one set of rules for passages, one for questions, built on the same words.
import { otherNumber, singular } from "./plural.ts";
import { scanWords } from "./scan-words.ts";
import { stopWords } from "./stop-words.ts";
import { wordTerms } from "./word-terms.ts";

/** Changes whenever the same text would give other terms, so that stored terms are known to be outdated. */
export const ANALYZER_ID = "words@1";

/** What to do about `token` and `tokens`: nothing, index both as one, or ask for the other form too, at a lower weight. */
export type PluralRule = { readonly kind: "none" | "merge" } | { readonly kind: "expand"; readonly weight: number };

export type AnalyzerSettings = {
  readonly stopWords: ReadonlySet<string>;
  /** Identifiers and compounds are found by their parts too, not only whole. */
  readonly splitWords: boolean;
  readonly plural: PluralRule;
};

export type Analyzer = {
  /** Each distinct term of a passage and how often it occurs. */
  readonly passage: (text: string) => Map<string, number>;
  /** The terms of a question and their weights; stop words only when there is nothing else. */
  readonly question: (text: string) => Map<string, number>;
};

/** Each choice is measured, one against the other, by `bench/ranking/run.ts`. */
export const DEFAULT_ANALYZER: AnalyzerSettings = {
  stopWords: stopWords(["en"]),
  splitWords: true,
  plural: { kind: "expand", weight: 0.3 },
};

/** Words repeat: the terms of that many different ones are kept ready. */
const CACHE_SIZE = 100_000;

/** An analyzer with settings of its own; the default one is `analyzePassage` and `analyzeQuestion`. */
export function createAnalyzer(settings: AnalyzerSettings): Analyzer {
  const termsOf = createWordCache(settings);
  const passage = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    scanWords(text, (word) => {
      for (const term of termsOf(word)) counts.set(term, (counts.get(term) ?? 0) + 1);
    });
    return counts;
  };
  return { passage, question: (text) => questionTerms(passage(text), settings) };
}

function createWordCache({ splitWords, plural }: AnalyzerSettings): (word: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (word) => {
    const ready = known.get(word);
    if (ready !== undefined) return ready;
    const { whole, parts } = wordTerms(word);
    const exact = splitWords ? [...whole, ...parts] : whole;
    const terms = plural.kind === "merge" ? exact.map(singular) : exact;
    if (known.size >= CACHE_SIZE) known.clear();
    known.set(word, terms);
    return terms;
  };
}

function questionTerms(all: Map<string, number>, settings: AnalyzerSettings): Map<string, number> {
  const telling = new Map([...all].filter(([term]) => !settings.stopWords.has(term)));
  const terms = telling.size > 0 ? telling : all;
  if (settings.plural.kind !== "expand") return terms;
  const expanded = new Map(terms);
  for (const [term, weight] of terms) {
    const other = otherNumber(term);
    if (other !== undefined && !terms.has(other)) expanded.set(other, weight * settings.plural.weight);
  }
  return expanded;
}

const standard = createAnalyzer(DEFAULT_ANALYZER);

/** Each distinct term of a passage and how often it occurs. */
export const analyzePassage = standard.passage;

/** The terms of a question and their weights; stop words only when there is nothing else. */
export const analyzeQuestion = standard.question;
