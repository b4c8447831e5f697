// Writes a sentence anew with another value, in the same words where that is possible.
import { phrasing } from "../attributes/attribute.ts";
import type { CastFact } from "../create-cast.ts";
import { fill } from "../phrase.ts";

/** Another value in the same sentence; a plain statement where the value cannot be told from the words around it. */
export function restate(sentence: string, fact: CastFact, value: string): string {
  const at = sentence.indexOf(fact.value);
  const once = at >= 0 && !sentence.includes(fact.value, at + 1);
  if (once) return sentence.slice(0, at) + value + sentence.slice(at + fact.value.length);
  return fill(phrasing(`The ${fact.attribute.label} of {s} is {v}.`), fact.subject.said, value);
}
