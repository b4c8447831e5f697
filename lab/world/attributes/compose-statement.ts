// Composes a statement of an attribute from parts that go together in thousands of ways: for training only, like composed questions.
import { chance, pick, pickWeighted, type Random } from "../random.ts";
import { type Attribute, named, type Phrasing, type ValueClass } from "./attribute.ts";

export function composeStatement(random: Random, { label, valueClass }: Attribute): Phrasing {
  const { make } = pickWeighted(random, FORMS, ({ share }) => share);
  return named(make(random, valueClass), label);
}

type Form = (random: Random, valueClass: ValueClass) => string;

const LEADS = [
  "Note that ",
  "Please note that ",
  "For the record, ",
  "At present ",
  "As of today, ",
  "By the way, ",
  "As agreed, ",
  "In our lists, ",
  "As far as we know, ",
  "It was decided that ",
  "This year ",
  "In short: ",
  "Remember: ",
  "Everyone should know that ",
  "We confirm that ",
  "It says here that ",
  "Since the last meeting ",
  "In general, ",
];

const THINGS = [
  "the {a} of {s}",
  "the {a} of {s}",
  "{s}'s {a}",
  "the {a} for {s}",
  "the {a} that belongs to {s}",
  "the {a} that goes with {s}",
  "the {a} listed for {s}",
  "the {a} noted for {s}",
];

const VERBS: Readonly<Record<ValueClass, readonly string[]>> = {
  amount: ["is", "is", "equals", "is fixed at", "comes to", "amounts to", "has been set at", "remains", "is exactly"],
  person: ["is", "is", "remains", "is still", "is now", "is currently", "will be"],
  date: ["is", "is", "is fixed for", "is planned for", "is given as", "lies on"],
  code: ["is", "is", "reads", "is given as", "is written", "begins and ends like this:"],
  place: ["is", "is", "remains", "is still", "is now", "is called"],
  word: ["is", "is", "reads", "remains", "is still", "is now", "is given as", "has long been"],
};

const TAILS = [
  ", as agreed",
  " for the time being",
  " until further notice",
  ", as everyone knows",
  " and nothing else",
  ", as before",
  " at the moment",
  ", so please take note",
];

const plain: Form = (random, valueClass) => {
  const lead = chance(random, 0.35) ? pick(random, LEADS) : "";
  const tail = chance(random, 0.25) ? pick(random, TAILS) : "";
  return `${lead}${pick(random, THINGS)} ${pick(random, VERBS[valueClass])} {v}${tail}.`;
};

const turned: Form = (random) =>
  pick(random, [
    "{s} has {v} for its {a}.",
    "{s} has got {v} as its {a}.",
    "{s} goes with {v} as the {a}.",
    "{s} is listed with {v} as its {a}.",
    "{s} (with the {a} {v}) is on our list.",
    "{s}, whose {a} is {v}, is well known here.",
    "{s} has {an}: {v}.",
    "{v} is {s}'s {a}.",
    "{v} is the {a} for {s}.",
    "{v} is noted as the {a} of {s}.",
    "{v} was put down as the {a} of {s}.",
    "{v}: that is the {a} of {s}.",
    "With {s}, the {a} is {v}.",
    "In the case of {s}, {v} is the {a}.",
    "Concerning {s}, the {a} is {v}.",
    "Regarding {s}: the {a} is {v}.",
    "Take {s}: its {a} is {v}.",
    "There is {an} for {s}, namely {v}.",
    "Our lists give {v} as the {a} of {s}.",
    "They wrote down {v} as the {a} of {s}.",
    "We have {v} as the {a} of {s}.",
    "You asked for the {a} of {s}: it is {v}.",
  ]);

const telegram: Form = (random) =>
  pick(random, [
    "{s}: {a} {v}.",
    "{s}: {a} = {v}.",
    "{s}: {a}: {v}.",
    "{s}, {a}: {v}.",
    "{s} – {a}: {v}.",
    "{a} of {s}: {v}.",
    "{a} ({s}): {v}.",
    "{a} for {s}: {v}.",
    "{s} | {a} | {v}.",
  ]);

const FORMS: readonly { readonly share: number; readonly make: Form }[] = [
  { share: 50, make: plain },
  { share: 38, make: turned },
  { share: 12, make: telegram },
];
