// What kind of answer a question asks for, and whether a text could be one.
import { KIND_RULES, NUMBER_WORDS, TIME_UNITS, type AnswerKind, type KindRule } from "./answer-kinds.ts";
import { otherForms, withoutEnding } from "./word-forms.ts";

export type AskedFor = {
  readonly kind: AnswerKind | "yes or no";
  /** The words that the answer puts its own in the place of: `how long`, `which country`. */
  readonly replaced: ReadonlySet<string>;
  /** Those of them that name something: `country`. An answer may say them, and need not. */
  readonly nouns: ReadonlySet<string>;
  /** `days`, where `how many days` is asked: a span of time, which may be said in weeks. */
  readonly unit: string | undefined;
  /** A number of `stations`, where `how many stations` is asked. */
  readonly counted: RegExp | undefined;
  /** Numbers that the question says itself: they tell nothing new. */
  readonly numbers: ReadonlySet<string>;
};

/** `in part`: a number, though not clearly one of the kind. `unjudged`: any text could tell it. */
export type Told = "clearly" | "in part" | "not" | "unjudged";

const NUMBER = /\p{N}+(?:[.,:/-]\p{N}+)*/gu;
const VERB_FIRST =
  /^\W*(?:is|are|am|was|were|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had|isn't|aren't|don't|doesn't|didn't|can't)\b/i;
const CLAUSE_FIRST = /, (?:can|do|does|is|are|may|must|should|will) /i;
const ASKER =
  /\b(what|which|whose|how)(?:\s+(?:kind|type|sort|model|name|number|amount|share|percentage|part)s?\s+of)?\s+(?:the\s+)?([\p{L}-]+)/giu;
/** What follows a question word without being asked for: `what is`, `how do`. */
const VERBS_AND_THE_LIKE = new Set(
  (
    "is are was were am be been being do does did has have had can could may might must shall should will would can't don't the a an of to " +
    "in on at for and or my your our their his her its i you we they he she it s if when about happens happened happen else"
  ).split(" "),
);

const SPAN_ASKED = new RegExp(`\\bhow many (?:[\\p{L}-]+ )?(${TIME_UNITS})\\b`, "u");

/** A pasted page is a question too; what it asks for, it asks at its beginning. */
const MAX_READ = 1000;

export function askedFor(typed: string): AskedFor {
  const question = typed.slice(0, MAX_READ);
  const replaced = new Set<string>();
  const nouns = new Set<string>();
  for (const [, asker = "", word = ""] of question.toLowerCase().matchAll(ASKER)) {
    replaced.add(asker);
    if (VERBS_AND_THE_LIKE.has(word)) continue;
    replaced.add(word);
    if (asker !== "how") nouns.add(word);
  }
  const [, unit] = SPAN_ASKED.exec(question.toLowerCase()) ?? [];
  const [, counted] = /\bhow (?:many|few)\s+(?:[\p{L}-]+\s+of\s+)?(\p{L}{3,})/iu.exec(question) ?? [];
  return {
    kind: kindOf(question),
    replaced,
    nouns,
    unit,
    counted: counted === undefined ? undefined : numberOf(counted.toLowerCase()),
    numbers: new Set(question.match(NUMBER)),
  };
}

/** A number stands just before what is counted, or after its name: `40 stations`, `stations: 40`. */
function numberOf(counted: string): RegExp {
  const forms = [counted, ...withoutEnding(counted), ...otherForms(counted)].filter(({ length }) => length > 2);
  const thing = `(?:${forms.join("|")})\\p{L}{0,2}`;
  const before = `(?:\\p{N}|\\b(?:${NUMBER_WORDS}|no|all))\\s+(?:[\\p{L}-]+\\s+){0,2}${thing}\\b`;
  return new RegExp(`${before}|(?:^|[:;]\\s*)${thing}[^:;]{0,15}[:;].*\\p{N}`, "iu");
}

/** `What do I do when …` asks what, not when: the rule that fits first in the question decides. */
function kindOf(question: string): AskedFor["kind"] {
  if (VERB_FIRST.test(question)) return "yes or no";
  let first: { readonly kind: AskedFor["kind"]; readonly index: number } | undefined;
  for (const { kind, asks } of KIND_RULES) {
    const index = asks.exec(question)?.index;
    if (index !== undefined && index < (first?.index ?? Infinity)) first = { kind, index };
  }
  if (first === undefined && CLAUSE_FIRST.test(question)) return "yes or no";
  return first?.kind ?? "thing";
}

export function ruleOf({ kind }: Pick<AskedFor, "kind">): KindRule | undefined {
  return KIND_RULES.find((rule) => rule.kind === kind);
}

/** Whether the text tells something of the kind that is asked for, other than what the question said. */
export function tells(asked: AskedFor, text: string): Told {
  const rule = ruleOf(asked);
  if (rule?.tells === undefined) return "unjudged";
  if (rule.isNumeric !== true) return rule.tells.test(text) ? "clearly" : "not";
  const isSaid = (number: string): boolean => asked.numbers.has(number);
  const news = asked.numbers.size === 0 ? text : text.replaceAll(NUMBER, (number) => (isSaid(number) ? "" : number));
  const isTold = rule.tells.test(news);
  if (isTold) return rule.kind === "count" && asked.counted?.test(news) === false ? "in part" : "clearly";
  return /(?<![\p{L}\p{N}]|\p{L}-)\p{N}/u.test(news) ? "in part" : "not";
}
