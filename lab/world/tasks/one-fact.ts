// Tasks about one fact: a passage that says it alone, among others, among look-alikes, or not there at all.
import type { CastFact } from "../create-cast.ts";
import { question } from "../phrase.ts";
import { chance, pick, whole } from "../random.ts";
import { citedReply, refusalOfPassages } from "../reading-prompt.ts";
import type { Passage } from "../render-passage.ts";
import {
  anyFact,
  anySubject,
  dated,
  distractor,
  type Length,
  many,
  passageWith,
  placed,
  SHORT,
  unrelated,
} from "./pick-passages.ts";
import { askedOf, clauseOf, type MakeTask, REFUSED, type Task, type TaskContext } from "./task.ts";

/** One passage that says it; half of them are very short. */
export const single: MakeTask = (context) =>
  answered(context, anyFact(context), [], chance(context.random, 0.5) ? SHORT : undefined);

/** One passage of usual length. */
export const singleUsual: MakeTask = (context) => answered(context, anyFact(context), []);

/** Two to five passages, the others about something else. */
export const several: MakeTask = (context) => {
  const fact = anyFact(context);
  const length = chance(context.random, 0.4) ? SHORT : undefined;
  return answered(
    context,
    fact,
    many(whole(context.random, 1, 4), () => unrelated(context, fact)),
    length,
  );
};

/** As many other passages, each as misleading as can be. */
export function withDistractors(context: TaskContext, count: number): Task {
  const fact = anyFact(context);
  return answered(
    context,
    fact,
    many(count, () => distractor(context, fact)),
  );
}

export const distractors: MakeTask = (context) => withDistractors(context, whole(context.random, 1, 5));

function answered(context: TaskContext, fact: CastFact, others: readonly Passage[], length?: Length): Task {
  const { random, phrasings } = context;
  const { passages, place } = placed(random, passageWith(context, fact, length), others);
  return {
    passages: passages.map((passage) => dated(random, passage)),
    question: question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(clauseOf(fact), place),
    expected: { values: [fact.value], refuse: false, cites: [place] },
  };
}

/** The subject is described but not in this respect, or only others are described. */
export const unanswerable: MakeTask = (context) => {
  const { random } = context;
  const count = chance(random, 0.3) ? 1 : whole(random, chance(random, 0.05) ? 0 : 2, 5);
  return unanswerableAmong(context, count);
};

export function unanswerableAmong(context: TaskContext, count: number): Task {
  const { random, cast, phrasings } = context;
  const subject = chance(random, 0.6) ? anySubject(context) : pick(random, cast.absent);
  const attribute = chance(random, 0.3) ? pick(random, subject.facts).attribute : pick(random, subject.undocumented);
  return {
    passages: many(count, () => distractor(context, { subject, attribute })).map((passage) => dated(random, passage)),
    question: question(random, subject, attribute, phrasings),
    reply: refusalOfPassages(askedOf(subject, attribute.label)),
    expected: REFUSED,
  };
}
