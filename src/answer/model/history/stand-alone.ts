// Makes a question that leans on the one before it stand alone, without a model: pronouns and what is left out take its subject.
import type { ChatMessage } from "../../../spec/chat.ts";
import type { Analyze } from "../../quote/asked-words.ts";
import { contentOf } from "../prompt/fit-passages.ts";
import { claimValues } from "../verify/claim-values.ts";

const POSSESSIVE = /\b(?:its|their|his|her)\b(?=\s+\p{L})/iu;
const PRONOUN =
  /\b(?:it|they|them|he|she|him|this one|that one|these|those|(?:this|that)(?=\s*(?:[?.!,]|$|is\b|was\b|cost|apply|applies|work|mean|include)))(?![\p{L}'’])/iu;
/** `And the weight?`, `What about Hirxfrer Ltd?` */
const OPENER =
  /^\s*(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|same for|and for|and what about|and how about)\b[\s,:]*/iu;
const ABOUT = /\b(?:of|for|about|with|on|at|in|to|from|by)\s+((?:the|an?|our|your|this|that)\s+)?/giu;
/** A question of fewer telling words than this leaves something out. */
const FEW_WORDS = 2;

export function standAlone(question: string, history: readonly ChatMessage[], analyze: Analyze): string {
  const before = history.findLast(({ role }) => role === "user");
  if (before === undefined) return question;
  const earlier = contentOf(before);
  const subject = subjectOf(earlier);
  if (subject === undefined) return question;
  const named = subjectOf(question, { namesOnly: true });
  if (OPENER.test(question) && named !== undefined && !saysMore(question, named, analyze)) {
    return replaceWords(earlier, subject, named);
  }
  if (named !== undefined) return question;
  if (POSSESSIVE.test(question)) return question.replace(POSSESSIVE, () => `${subject}'s`);
  if (PRONOUN.test(question)) return question.replace(PRONOUN, () => subject);
  const telling = [...analyze.question(question).keys()].filter((term) => /^[\p{L}\p{N}]/u.test(term)).length;
  const leavesOut = OPENER.test(question) || telling < FEW_WORDS;
  return leavesOut ? `${question.replace(OPENER, "").replace(/[\s?.!]+$/u, "")} of ${subject}?` : question;
}

/** Words that questions begin with: spelt large, and no names. */
const ASKS =
  /^(?:how|when|what|who|whom|whose|where|which|why|do|does|did|is|are|was|were|am|can|could|may|might|must|shall|should|will|would|has|have|had|tell|give|show|say|please|if)$/iu;

type Finding = { readonly namesOnly?: boolean };

/** The name, code or phrase that a question is about: the last name in it, else what follows its last preposition. */
function subjectOf(question: string, { namesOnly = false }: Finding = {}): string | undefined {
  const bare = question.replace(OPENER, "");
  const names = claimValues(bare, { isKnownName: (word) => !ASKS.test(word) }).filter(
    ({ kind }) => kind === "name" || kind === "code",
  );
  const name = names.toSorted((one, other) => one.start - other.start).at(-1);
  if (name !== undefined) return wholeName(bare, name);
  if (namesOnly) return undefined;
  const last = [...bare.matchAll(ABOUT)].at(-1);
  const phrase = last === undefined ? "" : bare.slice(last.index + last[0].length).replace(/[\s?.!]+$/u, "");
  return phrase === "" || phrase.split(/\s+/u).length > 5 ? undefined : `${last?.[1] ?? ""}${phrase}`;
}

/** `the Velora kettle`, not `Velora`: the article before it and the ordinary words behind it are part of what it is called. */
function wholeName(question: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const article = /\b(?:the|our|your)\s+$/iu.exec(question.slice(0, start))?.[0] ?? "";
  const kind = article === "" ? "" : (/^\s\p{Ll}+(?=[?.!,\s]*$)/u.exec(question.slice(end))?.[0] ?? "");
  const number = /^\s\p{N}[\p{N}.]*/u.exec(question.slice(end))?.[0] ?? "";
  return `${article}${question.slice(start, end)}${number}${kind}`.trim();
}

/** `And the weight of the Velora?` asks for something of its own. */
function saysMore(question: string, named: string, analyze: Analyze): boolean {
  const rest = question.replace(OPENER, "").replace(named, "");
  const terms = [...analyze.question(`${rest} telling`).keys()];
  const beside = analyze.question("telling");
  return terms.some((term) => !beside.has(term) && /^\p{L}/u.test(term));
}

function replaceWords(text: string, old: string, wanted: string): string {
  const at = text.lastIndexOf(old);
  return at < 0 ? text : text.slice(0, at) + wanted + text.slice(at + old.length);
}
