// Fills phrasings with subjects and values.
import type { Attribute, Phrasing, Phrasings } from "./attributes/attribute.ts";
import { composeQuestion } from "./attributes/compose-question.ts";
import { composeStatement } from "./attributes/compose-statement.ts";
import { roughenQuestion, roughenStatement } from "./attributes/roughen.ts";
import type { CastFact, Subject } from "./create-cast.ts";
import { capital } from "./names.ts";
import { chance, pick, type Random } from "./random.ts";

/** Which phrasings may be used: training never sees the held-out ones, and is the only one to see `composed` ones beside its own. */
export type PhrasingSet = "train" | "composed" | "exam" | "held-out";

const COMPOSED_SHARE = 0.4;
const ROUGH_SHARE = 0.3;

export function chooseStatement(random: Random, attribute: Attribute, from: PhrasingSet): Phrasing {
  if (from !== "composed") return choose(random, attribute.statements, from);
  if (chance(random, COMPOSED_SHARE)) return composeStatement(random, attribute);
  const parts = choose(random, attribute.statements, "train");
  return chance(random, ROUGH_SHARE / 2) ? roughenStatement(random, parts) : parts;
}

export function chooseQuestion(random: Random, attribute: Attribute, from: PhrasingSet): Phrasing {
  if (from !== "composed") return choose(random, attribute.questions, from);
  if (chance(random, COMPOSED_SHARE)) return composeQuestion(random, attribute);
  const parts = choose(random, attribute.questions, "train");
  return chance(random, ROUGH_SHARE) ? roughenQuestion(random, parts) : parts;
}

function choose(random: Random, { train, heldOut }: Phrasings, from: PhrasingSet): Phrasing {
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
  return fill(chooseStatement(random, fact.attribute, from), fact.subject.said, fact.value);
}

export function question(random: Random, subject: Subject, attribute: Attribute, from: PhrasingSet): string {
  return fill(chooseQuestion(random, attribute, from), subject.said, "");
}
