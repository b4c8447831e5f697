// Whether what could be quoted can be an answer at all, or the documents do not say.
import type { SearchResult } from "../../spec/retriever.ts";
import type { KindRule } from "./answer-kinds.ts";
import { ruleOf, type Told } from "./asked-for.ts";
import { isTelling, NEGATES, shows, type Analyze, type AskedWord } from "./asked-words.ts";
import type { Evidence } from "./find-evidence.ts";
import { oppositesOf } from "./opposites.ts";
import { shareShown, type Question } from "./read-question.ts";
import { weightedSum } from "./weighted-sum.ts";

/** What is known about a quote. Shares lie between 0 and 1, the rest are 0 or 1 unless said otherwise. */
export type SufficiencySignals = {
  /** Share of what the question needs that stands neither in the quote nor in its paragraph, headings or title. */
  readonly missing: number;
  /** Share of it that is a name, code or number and stands nowhere in the passage. */
  readonly missingNames: number;
  /** How far (0 to 1) the quote speaks of another one of the thing that is asked for: of annual leave, not of parental leave. */
  readonly otherOne: number;
  /** At least two telling words of the question meet in the quote itself. */
  readonly meeting: number;
  /** The question says "not", the quote does not. */
  readonly unnegated: number;
  /** The quote says the opposite of a word of the question. */
  readonly opposite: number;
  /** Money, a weight, a number … is asked for, and the quote tells nothing that looks like one. */
  readonly wrongKind: number;
  /** The question asks why, and the quote does not say. */
  readonly noReason: number;
  /** The score of its passage as a share of the best passage's. */
  readonly rank: number;
  /** The score of the best passage as a share (up to 1.5) of what a passage with all the words in it would have. */
  readonly relevance: number;
  /** Logarithm of its words: a long sentence speaks of something sooner. Rows and lists count as a sentence of twenty. */
  readonly length: number;
};

export type SufficiencyWeights = { readonly bias: number } & Readonly<Record<keyof SufficiencySignals, number>>;

export type Judging = {
  readonly result: Pick<SearchResult, "hits" | "visible">;
  readonly analyze: Analyze;
  readonly weights: SufficiencyWeights;
};

/** From here on that the documents answer is likelier than that they do not. */
export const MIN_CHANCE = 0.5;
const USUAL_LENGTH = 20;
const MAX_RELEVANCE = 1.5;
/** The most that BM25 gives a term, beside its idf, at the default k1 of 1.2. */
const MOST_PER_TERM = 2.2;

/** How likely (0 to 1) the documents answer the question: as likely as it is by the quote that shows it best. */
export function chanceOfAnswer(question: Question, quotes: readonly Evidence[], judging: Judging): number {
  const chances = quotes.map((quote) => chanceBy(sufficiencySignals(question, quote, judging), judging.weights));
  return Math.max(0, ...chances);
}

function chanceBy(signals: SufficiencySignals, weights: SufficiencyWeights): number {
  return 1 / (1 + Math.exp(-weights.bias - weightedSum(signals, weights)));
}

export function sufficiencySignals(
  question: Question,
  evidence: Evidence,
  { result, analyze }: Omit<Judging, "weights">,
): SufficiencySignals {
  const { quote, told } = evidence;
  const rule = ruleOf(question.asked);
  return {
    missing: 1 - shareShown(question, evidence.around),
    missingNames: missingNames(question, evidence),
    otherOne: otherOne(question, evidence, analyze),
    meeting: Number(
      evidence.own.filter((shown, index) => shown > 0 && question.words[index]?.isLight === false).length > 1,
    ),
    unnegated: Number(question.isNegated && !NEGATES.test(quote.shown)),
    opposite: Number(question.asked.kind !== "yes or no" && saysOpposite(question, quote.shown, analyze)),
    wrongKind: Number(isWrongKind(rule?.needs, told)),
    noReason: Number(rule?.kind === "reason" && told !== "clearly"),
    rank: evidence.passageScore,
    relevance: relevance(question, result),
    length: Math.log(1 + (quote.kind === "sentence" ? quote.shown.split(/\s+/).length : USUAL_LENGTH)),
  };
}

function isWrongKind(needs: KindRule["needs"], told: Told): boolean {
  return (needs === "clearly" && told !== "clearly") || (needs === "in part" && told === "not");
}

function missingNames({ words }: Question, { passage }: Evidence): number {
  const total = words.reduce((sum, { need }) => sum + need, 0);
  const missing = words.map(({ isName, need }, index) => (isName ? need * (1 - (passage[index] ?? 0)) : 0));
  return total === 0 ? 0 : missing.reduce((sum, need) => sum + need, 0) / total;
}

function otherOne({ words }: Question, { quote, about }: Evidence, analyze: Analyze): number {
  const said = (quote.meant ?? quote.shown).match(WORD_OR_MARK) ?? [];
  const shares = words.map(({ isBeforeNext }, index) => {
    const thing = words[index + 1];
    if (!isBeforeNext || thing === undefined) return 0;
    const isOther = said.some((word, at) => {
      const before = said[at - 1] ?? "";
      return (
        isThing(word, thing, analyze) &&
        /^\p{L}{3,}/u.test(before) &&
        isTelling(before, analyze) &&
        !words.some((asked) => isThing(before, asked, analyze))
      );
    });
    return isOther ? 1 - (about[index] ?? 0) : 0;
  });
  return Math.max(0, ...shares);
}

const WORD_OR_MARK = /[\p{L}\p{N}\p{M}_'’+-]+|[^\s\p{L}\p{N}]/gu;

function isThing(word: string, thing: AskedWord, analyze: Analyze): boolean {
  return shows(analyze.passage(word), thing) > 0;
}

function saysOpposite({ text }: Question, shown: string, analyze: Analyze): boolean {
  const terms = analyze.passage(shown);
  const says = (word: string): boolean => [...analyze.question(word).keys()].some((term) => terms.has(term));
  const asked = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return asked.some((word) => !says(word) && oppositesOf(word).some((opposite) => says(opposite)));
}

/** Scores of different questions can be compared only against what each could have at most. */
function relevance({ words }: Question, { hits, visible }: Judging["result"]): number {
  const score = Math.max(0, ...hits.map(({ lexical }) => lexical?.score ?? 0));
  const idfOfNone = Math.log(1 + (visible + 0.5) / 0.5);
  const most = words.reduce((sum, { rarity }) => sum + rarity, 0) * idfOfNone * MOST_PER_TERM;
  return most === 0 ? 0 : Math.min(MAX_RELEVANCE, score / most);
}
