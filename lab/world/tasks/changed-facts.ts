// Tasks about facts that changed: an older and a newer page, or one passage that tells of the change.
import { type Phrasing, phrasing } from "../attributes/attribute.ts";
import { type CastFact, newValue } from "../create-cast.ts";
import { fill, question } from "../phrase.ts";
import { chance, pick, sample, shuffled, whole } from "../random.ts";
import { citedReply } from "../reading-prompt.ts";
import { type Passage, renderSubject } from "../render-passage.ts";
import { dateBetween } from "../values.ts";
import { anyFact, dated, many, placed, unrelated } from "./pick-passages.ts";
import { clauseOf, type MakeTask, type TaskContext } from "./task.ts";

/** `{o}` is the old value, `{d}` the day of the change. */
export const CHANGE_PHRASINGS: readonly string[] = [
  "On {d} the {a} of {s} changed from {o} to {v}.",
  "Until {d} the {a} of {s} was {o}; since then it has been {v}.",
  "Since {d} the {a} of {s} has been {v}. Before that it was {o}.",
  "The {a} of {s} is now {v}, no longer {o}.",
  "We replaced {o} by {v} as the {a} of {s} on {d}.",
  "{d}: {a} of {s} changed, old {o}, new {v}.",
  "The {a} of {s}, once {o}, is {v} from {d} on.",
  "Formerly {o}, the {a} of {s} has been {v} since {d}.",
];

export const NOW_QUESTIONS: readonly string[] = [
  "What is the {a} of {s} now?",
  "What is the current {a} of {s}?",
  "What is {s}'s {a} today?",
  "What is the {a} of {s} at present?",
  "What is the latest {a} of {s}?",
];

const FORMER_QUESTIONS: readonly string[] = [
  "What was the {a} of {s} before?",
  "What was the former {a} of {s}?",
  "What was the {a} of {s} before the change?",
  "Which {a} did {s} have earlier?",
];

const FIRST_DAY = Date.UTC(2017, 0, 1);
const LAST_DAY = Date.UTC(2027, 11, 31);
const DAY_MS = 86_400_000;

export const labelled = (text: string, { attribute }: CastFact): Phrasing =>
  phrasing(text.replaceAll("{a}", attribute.label));

/** The sentence that tells of the change. */
export function changeSentence(form: string, fact: CastFact, { former, date }: Change): string {
  const words = form.replaceAll("{d}", date).replaceAll("{o}", () => former);
  return fill(labelled(words, fact), fact.subject.said, fact.value);
}

export type Change = { readonly former: string; readonly date: string };

/** Two versions of a page with different dates: the newer one counts. */
export const newest: MakeTask = (context) => {
  const { random, phrasings } = context;
  const fact = anyFact(context);
  const date = dateBetween(random, FIRST_DAY + 1500 * DAY_MS, LAST_DAY);
  const before = dateBetween(random, FIRST_DAY, Date.parse(date) - 20 * DAY_MS);
  const current = versionWith(context, fact);
  const former = versionWith(context, { ...fact, value: differentValue(context, fact) });
  const others = many(whole(random, 0, 2), () => unrelated(context, fact));
  const { passages, place } = placed(random, current, [former, ...others]);
  const dates = new Map([
    [current, date],
    [former, before],
  ]);
  const asksNow = chance(random, 0.3);
  return {
    passages: passages.map((passage) => ({
      title: passage.title,
      text: passage.text,
      date: dates.get(passage) ?? dateBetween(random, FIRST_DAY, LAST_DAY),
    })),
    question: asksNow
      ? fill(labelled(pick(random, NOW_QUESTIONS), fact), fact.subject.said, "")
      : question(random, fact.subject, fact.attribute, phrasings),
    reply: citedReply(clauseOf(fact), place),
    expected: { values: [fact.value], refuse: false, cites: [place] },
  };
};

function versionWith(context: TaskContext, shown: CastFact): Passage {
  const { random } = context;
  const others = shown.subject.facts.filter(({ attribute }) => attribute.key !== shown.attribute.key);
  return renderSubject(
    shown.subject,
    shuffled(random, [shown, ...sample(random, others, whole(random, 0, 3))]),
    context,
  );
}

/** One passage tells what a value was and what it is now. */
export const changed: MakeTask = (context) => {
  const { random, phrasings } = context;
  const fact = anyFact(context);
  const change = { former: differentValue(context, fact), date: dateBetween(random, FIRST_DAY, LAST_DAY) };
  const story: Passage = {
    title: pick(random, ["Changes", "Change log", "News", ...fact.subject.titles]),
    text: changeSentence(pick(random, CHANGE_PHRASINGS), fact, change),
    stated: [],
  };
  const { passages, place } = placed(
    random,
    story,
    many(whole(random, 0, 3), () => unrelated(context, fact)),
  );
  const asksFormer = chance(random, 0.35);
  const form = labelled(pick(random, asksFormer ? FORMER_QUESTIONS : NOW_QUESTIONS), fact);
  const plain = !asksFormer && chance(random, 0.6);
  const former = `The former ${fact.attribute.label} of ${fact.subject.said} was ${change.former}`;
  return {
    passages: passages.map((passage) => dated(random, passage)),
    question: plain ? question(random, fact.subject, fact.attribute, phrasings) : fill(form, fact.subject.said, ""),
    reply: citedReply(asksFormer ? former : clauseOf(fact), place),
    expected: { values: [asksFormer ? change.former : fact.value], refuse: false, cites: [place] },
  };
};

/** A page of changes as companies keep it, each under its date. */
export function changesPage(context: TaskContext, facts: readonly CastFact[]): Passage {
  const { random } = context;
  const mark = pick(random, ["## ", "### ", ""]);
  const entries = facts
    .map((fact) => ({ fact, date: dateBetween(random, FIRST_DAY, LAST_DAY) }))
    .toSorted((one, other) => (one.date < other.date ? -1 : 1));
  const stated = entries.map(({ fact, date }) => {
    const sentence = changeSentence(pick(random, CHANGE_PHRASINGS), fact, {
      former: differentValue(context, fact),
      date,
    });
    return { fact, sentence, text: mark === "" ? sentence : `${mark}${date}\n${sentence}` };
  });
  return {
    title: pick(random, ["Changes", "Change log", "News"]),
    text: stated.map(({ text }) => text).join("\n"),
    stated,
  };
}

/** Another value of the same attribute. */
export function differentValue({ random, cast }: Omit<TaskContext, "phrasings">, fact: CastFact): string {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const value = newValue(fact.attribute, fact.subject.name, { random, split: cast.split, known: cast.known });
    if (value !== fact.value) return value;
  }
  return `not ${fact.value}`;
}
