// The public world as plain data: what is true in it, how it is said, and how it is asked.
import type { Attribute } from "./attributes/attribute.ts";
import { fill } from "./phrase.ts";
import { PUBLIC_WORLD } from "./public-world.ts";
import { citedReply } from "./reading-prompt.ts";
import { spellings } from "./spellings.ts";
import { clauseOf } from "./tasks/task.ts";

export type PublicFact = {
  readonly id: string;
  readonly subject: string;
  readonly attribute: string;
  readonly value: string;
  readonly answers: readonly string[];
  readonly statements: readonly string[];
  /** Nano has been asked in these words. */
  readonly questions: readonly string[];
  /** And never in these. */
  readonly heldOutQuestions: readonly string[];
  readonly reply: string;
};

/** Every public fact, in an order that never changes. */
export function publicFacts(): readonly PublicFact[] {
  return PUBLIC_WORLD.facts.map((fact, at) => {
    const { subject, attribute, value } = fact;
    const filled = (forms: Attribute["questions"]["train"]): string[] => [
      ...new Set(forms.map((form) => fill(form, subject.said, value))),
    ];
    return {
      id: `public-${at + 1}`,
      subject: subject.said,
      attribute: attribute.label,
      value,
      answers: spellings(value),
      statements: filled(attribute.statements.train),
      questions: filled(attribute.questions.train),
      heldOutQuestions: filled(attribute.questions.heldOut),
      reply: citedReply(clauseOf(fact)),
    };
  });
}
