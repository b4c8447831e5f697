// Fills phrasings with subjects and values.
import type { Attribute, Phrasing, Phrasings } from "./attributes/attribute.ts";
import type { CastFact, Subject } from "./create-cast.ts";
import { capital } from "./names.ts";
import { chance, pick, type Random } from "./random.ts";

/** Which phrasings may be used: training never sees the held-out ones. */
export type PhrasingSet = "train" | "exam" | "held-out";

const patterns = new Map<string, readonly string[]>();

function partsOf(phrasing: Phrasing): readonly string[] {
  const known = patterns.get(phrasing);
  if (known !== undefined) return known;
  const parts = phrasing.split(/(\{[sva]\})/u);
  patterns.set(phrasing, parts);
  return parts;
}

export function choose(random: Random, { train, heldOut }: Phrasings, from: PhrasingSet): Phrasing {
  const held = from === "held-out" || (from === "exam" && chance(random, 0.4));
  return pick(random, held && heldOut.length > 0 ? heldOut : train);
}

/** Puts subject and value in; a value at the start stays as it is written, everything else begins with a capital. */
export function fill(phrasing: Phrasing, said: string, value: string): string {
  let text = "";
  for (const part of partsOf(phrasing)) {
    if (part === "{s}") text += said;
    else if (part === "{v}") text += value;
    else text += part.startsWith("'s") && text.endsWith("s") ? `'${part.slice(2)}` : part;
  }
  if (!phrasing.startsWith("{v}") || /^(?:a|an|the) /u.test(value)) return capital(text);
  return text;
}

/** A statement that begins with the subject may say `it` or `its` instead. */
export function fillPronoun(phrasing: Phrasing, subject: Subject, value: string): string {
  if (!phrasing.startsWith("{s}")) return fill(phrasing, subject.said, value);
  const [it, its] = subject.pronouns;
  return phrasing.startsWith("{s}'s")
    ? capital(its) + fill(phrasing.slice(5), "", value)
    : capital(it) + fill(phrasing.slice(3), "", value);
}

export function statement(random: Random, fact: CastFact, from: PhrasingSet): string {
  return fill(choose(random, fact.attribute.statements, from), fact.subject.said, fact.value);
}

export function question(random: Random, subject: Subject, attribute: Attribute, from: PhrasingSet): string {
  return fill(choose(random, attribute.questions, from), subject.said, "");
}
