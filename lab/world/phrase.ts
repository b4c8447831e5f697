// Fills phrasings with subjects and values.
import type { Attribute, Phrasing, Phrasings } from "./attributes/attribute.ts";
import type { CastFact, Subject } from "./create-cast.ts";
import { capital } from "./names.ts";
import { chance, pick, type Random } from "./random.ts";

/** Which phrasings may be used: training never sees the held-out ones. */
export type PhrasingSet = "train" | "exam" | "held-out";

export function choose(random: Random, { train, heldOut }: Phrasings, from: PhrasingSet): Phrasing {
  const held = from === "held-out" || (from === "exam" && chance(random, 0.4));
  return pick(random, held && heldOut.length > 0 ? heldOut : train);
}

/** Puts subject and value in; a value at the start stays as it is written, everything else begins with a capital. */
export function fill(parts: Phrasing, said: string, value: string): string {
  let text = "";
  for (const part of parts) {
    if (part === "{s}") text += said;
    else if (part === "{v}") text += value;
    else text += part.startsWith("'s") && text.endsWith("s") ? `'${part.slice(2)}` : part;
  }
  return parts[0] !== "{v}" || ARTICLE.test(value) ? capital(text) : text;
}

const ARTICLE = /^(?:a|an|the) /u;

/** A statement that begins with the subject may say `it` or `its` instead. */
export function fillPronoun(parts: Phrasing, { said, pronouns: [it, its] }: Subject, value: string): string {
  const [first, second = ""] = parts;
  if (first !== "{s}") return fill(parts, said, value);
  return second.startsWith("'s")
    ? fill(["{s}", second.slice(2), ...parts.slice(2)], its, value)
    : fill(parts, it, value);
}

export function statement(random: Random, fact: CastFact, from: PhrasingSet): string {
  return fill(choose(random, fact.attribute.statements, from), fact.subject.said, fact.value);
}

export function question(random: Random, subject: Subject, attribute: Attribute, from: PhrasingSet): string {
  return fill(choose(random, attribute.questions, from), subject.said, "");
}
