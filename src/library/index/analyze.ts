// Text to search terms: one set of rules for passages, one for questions, built on the same words.
import { scanWords } from "./scan-words.ts";
import { stemEnglish } from "./stem-english.ts";
import { stopWords } from "./stop-words.ts";
import { wordTerms } from "./word-terms.ts";

/** Changes whenever the same text would give other terms, so that stored terms are known to be outdated. */
export const ANALYZER_ID = "words@1";

export type AnalyzerSettings = {
  readonly stopWords: ReadonlySet<string>;
  /** Identifiers and compounds are found by their parts too, not only whole. */
  readonly splitWords: boolean;
  readonly stem: (word: string) => string;
  /** The part of a word's weight that goes to its stem; the rest is for the exact form. 0: no stems are kept. */
  readonly stemWeight: number;
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
  stem: stemEnglish,
  stemWeight: 0.5,
};

/** Stands before a stem, so that it never meets a word that is spelt the same. */
export const STEM_MARK = "~";

/** Words repeat: the terms of that many different ones are kept ready. */
const CACHE_SIZE = 100_000;
const MAX_CACHED = 60;

/** A word's terms: `exact[i]` has its stem in `stems[i]`, undefined where there is none. */
type Word = { readonly exact: readonly string[]; readonly stems: readonly (string | undefined)[] };

/** An analyzer with settings of its own; the default one is `analyzePassage` and `analyzeQuestion`. */
export function createAnalyzer(settings: AnalyzerSettings): Analyzer {
  const lookUp = createWordCache(settings);
  return {
    passage: (text) => countTerms(text, lookUp),
    question: (text) => weighTerms(text, lookUp, settings),
  };
}

function createWordCache(settings: AnalyzerSettings): (word: string) => Word {
  const known = new Map<string, Word>();
  return (raw) => {
    const ready = known.get(raw);
    if (ready !== undefined) return ready;
    const own = detach(raw);
    const { whole, parts } = wordTerms(own);
    const exact = settings.splitWords ? [...whole, ...parts] : whole;
    const word = { exact, stems: exact.map((term) => stemOf(term, settings)) };
    if (known.size >= CACHE_SIZE) known.clear();
    if (own.length <= MAX_CACHED) known.set(own, word);
    return word;
  };
}

/** A slice keeps the whole text that it was cut from in memory; a copy does not. */
function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}

function stemOf(term: string, { stem, stemWeight, stopWords: stops }: AnalyzerSettings): string | undefined {
  const has = stemWeight > 0 && term.length > 2 && /^[a-z]+$/.test(term) && !stops.has(term);
  return has ? STEM_MARK + stem(term) : undefined;
}

function countTerms(text: string, lookUp: (word: string) => Word): Map<string, number> {
  const counts = new Map<string, number>();
  scanWords(text, (raw) => {
    const { exact, stems } = lookUp(raw);
    for (const term of exact) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const stem of stems) if (stem !== undefined) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  });
  return counts;
}

type Weights = Map<string, number>;

function weighTerms(text: string, lookUp: (word: string) => Word, settings: AnalyzerSettings): Weights {
  const telling: Weights = new Map();
  const stops: Weights = new Map();
  scanWords(text, (raw) => {
    const { exact, stems } = lookUp(raw);
    for (const [index, term] of exact.entries()) {
      const stem = stems[index];
      const share = stem === undefined ? 0 : settings.stemWeight;
      const weights = settings.stopWords.has(term) ? stops : telling;
      if (stem !== undefined) add(weights, stem, share);
      if (share < 1) add(weights, term, 1 - share);
    }
  });
  return telling.size > 0 ? telling : stops;
}

function add(weights: Weights, term: string, weight: number): void {
  weights.set(term, (weights.get(term) ?? 0) + weight);
}

/** The analyzer that `ANALYZER_ID` names. */
export const STANDARD_ANALYZER: Analyzer = createAnalyzer(DEFAULT_ANALYZER);

/** Each distinct term of a passage and how often it occurs. */
export const analyzePassage = STANDARD_ANALYZER.passage;

/** The terms of a question and their weights; stop words only when there is nothing else. */
export const analyzeQuestion = STANDARD_ANALYZER.question;
