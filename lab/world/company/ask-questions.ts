// Asks about a company's facts: one by one, about what changed, two at once, in a chain, and about what nobody wrote down.
import type { Attribute } from "../attributes/attribute.ts";
import type { Cast, CastFact, Subject } from "../create-cast.ts";
import { fill, type PhrasingSet, question } from "../phrase.ts";
import { chance, pick, type Random, sample } from "../random.ts";
import { askedClause, refusalOfPassages } from "../reading-prompt.ts";
import { labelled, NOW_QUESTIONS } from "../tasks/changed-facts.ts";
import { clauseOf } from "../tasks/task.ts";
import { JOINT_QUESTIONS, jointQuestion } from "../tasks/two-facts.ts";
import type { CompanyPassage, CompanyQuestion, QuestionKind } from "./company.ts";
import { findDistractors, type IndexedPassage } from "./find-distractors.ts";
import { partOf, type Recorded } from "./record-facts.ts";

export type Asking = {
  readonly random: Random;
  readonly cast: Cast;
  readonly phrasings: PhrasingSet;
  readonly present: readonly Recorded[];
  /** Facts that have held a different value before. */
  readonly changedIds: ReadonlySet<string>;
  readonly passages: readonly CompanyPassage[];
};

export function askQuestions(asking: Asking): readonly CompanyQuestion[] {
  const index = indexPassages(asking);
  const numbered = { next: 1 };
  const context = { ...asking, index, id: () => `q${numbered.next++}` };
  const single = asking.present.map((record) => factQuestion(context, record));
  return [...single, ...twins(context, single), ...jointQuestions(context), ...chainedQuestions(context)];
}

type Context = Asking & { readonly index: readonly IndexedPassage[]; readonly id: () => string };

function indexPassages({ passages, present }: Asking): readonly IndexedPassage[] {
  const known = new Map(present.map(({ fact, cast }) => [fact.id, cast]));
  return passages.map((passage) => ({
    passage,
    facts: passage.factIds.flatMap((id) => known.get(id) ?? []),
  }));
}

/** Three other ways to ask the same. */
function otherwise({ random, phrasings }: Context, subject: Subject, attribute: Attribute): readonly string[] {
  const ways = Array.from({ length: 4 }, () => question(random, subject, attribute, phrasings));
  return [...new Set(ways)];
}

function factQuestion(context: Context, { cast, fact }: Recorded): CompanyQuestion {
  const { random, phrasings, changedIds } = context;
  const { subject, attribute } = cast;
  const changed = changedIds.has(fact.id);
  const asksNow = changed && chance(random, 0.5);
  return {
    ...answered(context, changed ? "changed" : "fact", [{ cast, fact }]),
    question: asksNow
      ? fill(labelled(pick(random, NOW_QUESTIONS), cast), subject.said, "")
      : question(random, subject, attribute, phrasings),
    otherwise: otherwise(context, subject, attribute),
    distractors: findDistractors(random, context.index, { subject, attribute, acl: fact.acl }),
  };
}

/** What follows from the facts that the answer holds. */
function answered(
  { id, passages }: Context,
  kind: QuestionKind,
  records: readonly Recorded[],
): Omit<CompanyQuestion, "question" | "otherwise" | "distractors"> {
  const clauses = records.map(({ cast }, at) => (at === 0 ? clauseOf(cast) : inSentence(clauseOf(cast))));
  const [asked] = records.map(({ cast }) => askedClause(cast.attribute.label, cast.subject.said)).toReversed();
  const facts = records.map(({ fact }) => fact);
  const stating = passages.filter(({ factIds }) => facts.some(({ id: factId }) => factIds.includes(factId)));
  return {
    id: id(),
    kind,
    answers: facts.map(({ answers }) => answers),
    refuse: false,
    reply: `${clauses.join(" and ")}.`,
    clauses,
    refusal: refusalOfPassages(asked ?? ""),
    factIds: facts.map(({ id: factId }) => factId),
    documentIds: [...new Set(stating.flatMap(({ documentId }) => documentId ?? []))],
    acls: facts.map(({ acl }) => acl),
    part: facts[0]?.part ?? "exam",
  };
}

const inSentence = (clause: string): string => clause.charAt(0).toLowerCase() + clause.slice(1);

/** For every other question one of the same shape that no document answers. */
function twins(context: Context, single: readonly CompanyQuestion[]): CompanyQuestion[] {
  return single.flatMap((original, at) => {
    const record = context.present[at];
    if (record === undefined || chance(context.random, 0.5)) return [];
    return [twinOf(context, original, record.cast)];
  });
}

function twinOf(context: Context, original: CompanyQuestion, { subject, attribute }: CastFact): CompanyQuestion {
  const { random, cast, phrasings } = context;
  const missing = chance(random, 0.5) ? "attribute" : "subject";
  const lookAlikes = cast.absent.filter(({ kind }) => kind === subject.kind);
  const asked =
    missing === "attribute"
      ? { subject, attribute: pick(random, subject.undocumented) }
      : { subject: pick(random, lookAlikes), attribute };
  const refusal = refusalOfPassages(askedClause(asked.attribute.label, asked.subject.said));
  return {
    id: context.id(),
    kind: "unanswerable",
    question: question(random, asked.subject, asked.attribute, phrasings),
    otherwise: otherwise(context, asked.subject, asked.attribute),
    answers: [],
    refuse: true,
    reply: refusal,
    clauses: [],
    refusal,
    factIds: [],
    documentIds: [],
    acls: original.acls,
    distractors: findDistractors(random, context.index, { ...asked, acl: original.acls[0] ?? [] }),
    twin: { of: original.id, missing },
    part: partOf(subject.name),
  };
}

const MOST_JOINT = 24;
const MOST_CHAINED = 30;

/** Two facts of different documents, each with its own source. */
function jointQuestions(context: Context): CompanyQuestion[] {
  const { random, present } = context;
  return sample(random, present, MOST_JOINT).flatMap((first) => {
    const partners = present.filter(
      ({ fact }) => fact.documentId !== first.fact.documentId && fact.part === first.fact.part,
    );
    if (partners.length === 0) return [];
    const second = pick(random, partners);
    const ask = (form: string): string => jointQuestion(form, first.cast, second.cast);
    return [
      pairQuestion(context, "joint", { records: [first, second], ways: sample(random, JOINT_QUESTIONS, 3).map(ask) }),
    ];
  });
}

/** The first fact's value is the second one's subject. */
function chainedQuestions(context: Context): CompanyQuestion[] {
  const { random, present } = context;
  const bySubject = Map.groupBy(present, ({ cast }) => cast.subject.said);
  const links = present.flatMap((first) =>
    (bySubject.get(first.cast.value) ?? [])
      .filter(({ fact }) => fact.documentId !== first.fact.documentId && fact.part === first.fact.part)
      .map((second) => ({ first, second })),
  );
  return sample(random, links, MOST_CHAINED).map(({ first, second }) => {
    const bridge = `the ${first.cast.attribute.label} of ${first.cast.subject.said}`;
    const ways = sample(random, second.cast.attribute.questions.train, 3).map((form) => fill(form, bridge, ""));
    return pairQuestion(context, "chained", { records: [first, second], ways: [...new Set(ways)] });
  });
}

type Pair = { readonly records: readonly [Recorded, Recorded]; readonly ways: readonly string[] };

function pairQuestion(context: Context, kind: QuestionKind, { records, ways }: Pair): CompanyQuestion {
  const [first = "", ...others] = ways;
  return { ...answered(context, kind, records), question: first, otherwise: others, distractors: [] };
}
