// Finds passages of the company that seem to answer a question about a subject's attribute and do not.
import type { Attribute } from "../attributes/attribute.ts";
import type { CastFact, Subject } from "../create-cast.ts";
import { type Random, sample } from "../random.ts";
import { type Acl, type CompanyPassage, type Distractor, DISTRACTOR_KINDS, type DistractorKind } from "./company.ts";

/** A passage with the facts that it states. */
export type IndexedPassage = { readonly passage: CompanyPassage; readonly facts: readonly CastFact[] };

export type Target = { readonly subject: Subject; readonly attribute: Attribute; readonly acl: Acl };

const MOST_OF_A_KIND = 3;

export function findDistractors(
  random: Random,
  passages: readonly IndexedPassage[],
  target: Target,
): readonly Distractor[] {
  const found: Record<DistractorKind, string[]> = { "same-attribute": [], "same-subject": [], "look-alike": [] };
  for (const { passage, facts } of passages) {
    const kind = readableWith(passage.acl, target.acl) ? kindOf(facts, target) : undefined;
    if (kind !== undefined) found[kind].push(passage.id);
  }
  return DISTRACTOR_KINDS.flatMap((kind) =>
    sample(random, found[kind], MOST_OF_A_KIND).map((passageId): Distractor => ({ kind, passageId })),
  );
}

/** Whoever may read the one may read the other. */
function readableWith(acl: Acl, source: Acl): boolean {
  return acl.includes("public") || acl.join() === source.join();
}

function kindOf(facts: readonly CastFact[], { subject, attribute }: Target): DistractorKind | undefined {
  if (facts.some((fact) => fact.subject === subject && fact.attribute.key === attribute.key)) return undefined;
  if (facts.some((fact) => fact.subject === subject)) return "same-subject";
  if (facts.some((fact) => fact.subject.kind === subject.kind && looksAlike(fact.subject.name, subject.name)))
    return "look-alike";
  return facts.some((fact) => fact.attribute.key === attribute.key) ? "same-attribute" : undefined;
}

/** Names that share an invented word, or are one letter apart. */
export function looksAlike(one: string, other: string): boolean {
  if (one === other) return false;
  const words = new Set(one.split(" ").filter((word) => /^[A-Z]/u.test(word)));
  return other.split(" ").some((word) => words.has(word)) || oneLetterApart(one, other);
}

function oneLetterApart(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let apart = 0;
  for (let at = 0; at < one.length; at += 1) if (one.charAt(at) !== other.charAt(at)) apart += 1;
  return apart === 1;
}
