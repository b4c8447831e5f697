// Composes a question about an attribute from parts that go together in thousands of ways, so that a reader learns to read questions and not a list of them.
import { chance, pick, pickWeighted, type Random } from "../random.ts";
import { type Attribute, named, type Phrasing, type ValueClass } from "./attribute.ts";

/** Training only: none of these words make one of the held-out frames. */
export function composeQuestion(random: Random, { label, valueClass }: Attribute): Phrasing {
  const { make } = pickWeighted(random, FORMS, ({ share }) => share);
  return named(make(random, valueClass), label);
}

type Form = (random: Random, valueClass: ValueClass) => string;

/** Ways of naming what is asked for. */
const THINGS = [
  "the {a} of {s}",
  "the {a} of {s}",
  "the {a} of {s}",
  "{s}'s {a}",
  "{s}'s {a}",
  "the {a} for {s}",
  "the {a} for {s}",
  "the {a} that {s} has",
  "the {a} {s} has",
  "the {a} that belongs to {s}",
  "the {a} listed for {s}",
  "the {a} noted for {s}",
  "the {a} we have for {s}",
  "the {a} that goes with {s}",
  "the {a} in the case of {s}",
  "the {a} mentioned for {s}",
];

const thing = (random: Random): string => pick(random, THINGS);

const REQUESTS = ["", "", "Please ", "Can you ", "Can you please ", "Could you ", "Would you ", "I'd like you to "];
const WISHES = [
  "I need ",
  "I want ",
  "I am looking for ",
  "We need ",
  "I'm after ",
  "I would like to have ",
  "Looking for ",
];
const VERBS = [
  "tell me",
  "give me",
  "give us",
  "find",
  "find me",
  "find out",
  "show me",
  "name",
  "state",
  "check",
  "read out",
  "quote",
  "let me know",
  "send me",
  "write down",
  "get me",
  "pass on",
  "tell us",
];
const ENDS = ["", "", "", "", " please", ", please", " quickly", " if you can", ", thanks", " now", " in one sentence"];

const request: Form = (random) => {
  if (chance(random, 0.2)) return `${pick(random, WISHES)}${thing(random)}${pick(random, ENDS)}.`;
  const opener = pick(random, REQUESTS);
  const asks = /^(?:Can|Could|Would)/u.test(opener);
  return `${opener}${pick(random, VERBS)} ${thing(random)}${pick(random, ENDS)}${asks ? "?" : "."}`;
};

const INTRODUCTIONS = [
  "Do you know ",
  "Can you tell me ",
  "Can you say ",
  "Please tell me ",
  "Tell me ",
  "I wonder ",
  "I'd like to know ",
  "I want to know ",
  "I need to know ",
  "I have to know ",
  "We would like to know ",
  "My colleague wants to know ",
  "My boss wants to know ",
  "A customer wants to know ",
  "Somebody asks ",
  "Someone here asks ",
  "Any idea ",
  "Is it known ",
  "Do the documents say ",
  "Does it say anywhere ",
  "Is it written somewhere ",
  "I am trying to find out ",
  "I'm not sure ",
  "I forgot ",
  "I don't remember ",
  "Let me know ",
  "Let us find out ",
  "Could you say ",
  "Would you know ",
  "May I ask ",
];

const CLAUSES: readonly Form[] = [
  (random) => `what ${thing(random)} is`,
  (random) => `what ${thing(random)} is`,
  (random, valueClass) => `${pick(random, WORDS[valueClass])} ${thing(random)} is`,
  () => "what {s} has as its {a}",
  () => "which {a} {s} has",
  () => "what we have as {a} for {s}",
  () => "which {a} goes with {s}",
];

const indirect: Form = (random, valueClass) => {
  const opener = pick(random, INTRODUCTIONS);
  const asks = /^(?:Do|Can|Any|Is|Could|Would|Does|May)/u.test(opener);
  return `${opener}${pick(random, CLAUSES)(random, valueClass)}${chance(random, 0.15) ? ", please" : ""}${asks ? "?" : "."}`;
};

/** The word that asks for a value of the class. */
const WORDS: Readonly<Record<ValueClass, readonly string[]>> = {
  amount: ["what", "how much", "how high", "how large"],
  person: ["who", "who", "who"],
  date: ["when", "what", "on what date"],
  code: ["what", "which"],
  place: ["where", "what"],
  word: ["what", "which"],
};

const TIMES = [
  "",
  "",
  "",
  "",
  " exactly",
  " at the moment",
  " currently",
  " right now",
  " again",
  " these days",
  ", please",
];
const LEADS = [
  "",
  "",
  "",
  "",
  "",
  "So ",
  "And ",
  "Then ",
  "Now ",
  "Hello, ",
  "Hi there, ",
  "Just checking: ",
  "By the way, ",
];

const direct: Form = (random, valueClass) => {
  const lead = pick(random, LEADS);
  const word = pick(random, WORDS[valueClass]);
  const is = chance(random, 0.2) && /^(?:what|who|where|when)$/u.test(word) ? `${word}'s` : `${word} is`;
  const asked = pick(random, [
    `${is} ${thing(random)}${pick(random, TIMES)}?`,
    `${is} ${thing(random)}${pick(random, TIMES)}?`,
    `${is} ${thing(random)}${pick(random, TIMES)}?`,
    "which {a} belongs to {s}?",
    "which {a} goes with {s}?",
    "which is the {a} of {s}?",
    "what does {s} have as its {a}?",
    "what do we have as the {a} of {s}?",
    "what do the documents give as the {a} of {s}?",
    "what is written down as the {a} of {s}?",
    "what should I note as the {a} of {s}?",
    "what do I put down as the {a} for {s}?",
    "what is {s} said to have as {a}?",
  ]);
  return lead + asked;
};

const existence: Form = (random) =>
  pick(random, [
    "Is there {an} for {s}, and what is it?",
    "Is there {an} for {s}? Which one?",
    "Does {s} have {an}, and what is it?",
    "Does {s} have {an}? If so, which?",
    "{s} has {an}, but which one?",
    "{s} must have {an}. What is it?",
    "There should be {an} for {s}: what is it?",
    "Surely {s} has {an}: tell me which.",
    "Do we have {an} for {s}, and if so what is it?",
  ]);

/** As people type into a search box. */
const telegram: Form = (random) =>
  pick(random, [
    "{s}: {a}?",
    "{s}: {a}",
    "{s}, {a}?",
    "{s} {a}",
    "{s} {a}?",
    "{a} {s}",
    "{a} {s}?",
    "{a}, {s}?",
    "{a} for {s}?",
    "{a} for {s}",
    "{a} of {s}",
    "{s} - {a}?",
    "{a} ({s})?",
    "the {a} of {s}?",
    "{s}'s {a}?",
  ]);

const topic: Form = (random, valueClass) => {
  const word = pick(random, WORDS[valueClass]);
  return pick(random, [
    `Concerning {s}, ${word} is the {a}?`,
    `With {s} in mind, ${word} is the {a}?`,
    `{s}: ${word} is the {a}?`,
    `Regarding {s}, I need the {a}.`,
    `Regarding {s}: ${word} is its {a}?`,
    `It is {s} that interests me, namely the {a}.`,
    `I have a question on {s}: the {a}?`,
    `A question on {s}. Which {a} does it have?`,
    `Of {s} I only need the {a}.`,
    `In the case of {s}, ${word} is the {a}?`,
    `Take {s}. Which {a} is given?`,
    `We are talking of {s} here. What's the {a}?`,
    `Look at {s} and tell me the {a}.`,
    `There is something on {s} that I need: the {a}.`,
  ]);
};

const FORMS: readonly { readonly share: number; readonly make: Form }[] = [
  { share: 28, make: direct },
  { share: 20, make: request },
  { share: 22, make: indirect },
  { share: 8, make: existence },
  { share: 11, make: telegram },
  { share: 11, make: topic },
];
