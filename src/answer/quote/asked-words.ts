// The words of a question that an answer has to speak of, and how much each of them matters.
import type { SearchResult } from "../../spec/retriever.ts";

/** Text to terms; the same analyzer that the library was indexed with. */
export type Analyze = {
  readonly passage: (text: string) => ReadonlyMap<string, number>;
  readonly question: (text: string) => ReadonlyMap<string, number>;
};

export type AskedWord = {
  readonly text: string;
  /** The terms that it can be found by: its exact form, its stem, its parts. */
  readonly forms: readonly string[];
  /** 0 to 1: how rare its commonest form is among the visible passages. */
  readonly need: number;
  /** No visible passage holds it in any form. */
  readonly isNowhere: boolean;
};

const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_'’.+#-]*[\p{L}\p{N}\p{M}+#])?/gu;
/** Soft hyphens and joiners that came along from a web page would cut a word in two. */
const INVISIBLE = /\p{Cf}/gu;
/** `how long`, `which country`, `what kind of engine`: the answer puts its own word there. */
const ASKED_FOR = /\b(?:what|which|whose|how)\s+(?:\p{L}+\s+of\s+)?\p{L}+/giu;
/** Judged apart, because a quote may negate in other words. */
export const NEGATION = /\b(?:not|never|no|none|cannot|without|nobody|nothing|neither|nor)\b|n['’]t\b/i;
const NAME = /[\p{Lu}\p{N}]/u;
/** Ordinary words can be said in other words; names, codes and numbers cannot. */
const MAX_ORDINARY = 0.7;
/** A word that is everywhere still has to be there. */
export const MIN_RARITY = 0.05;

/** Without stop words, negations and without the words that the answer replaces. */
export function askedWords(typed: string, analyze: Analyze, rarity: SearchResult["rarity"]): readonly AskedWord[] {
  const question = typed.replaceAll(INVISIBLE, "");
  const asked = analyze.question(question);
  const replaced = new Set((question.match(ASKED_FOR) ?? []).flatMap((phrase) => phrase.toLowerCase().split(/\s+/)));
  const words = new Map<string, AskedWord>();
  for (const { 0: text, index } of question.matchAll(WORD)) {
    const forms = [...analyze.question(text).keys()].filter((term) => asked.has(term));
    if (forms.length === 0 || replaced.has(text.toLowerCase()) || NEGATION.test(text)) continue;
    const commonest = Math.min(...forms.map((form) => rarity?.get(form) ?? 1));
    const isName = NAME.test(index === 0 ? text.slice(1) : text);
    const need = Math.max(MIN_RARITY, isName ? commonest : Math.min(MAX_ORDINARY, commonest));
    words.set(text, { text, forms, need, isNowhere: rarity !== undefined && commonest >= 1 });
  }
  return [...words.values()];
}
