// What an attribute is: its label, how its values are drawn, and the ways in which it is stated and asked.
import type { DrawValue } from "../values.ts";

/** What the value is, which decides the generic phrasings that fit. */
export type ValueClass = "amount" | "person" | "date" | "code" | "place" | "word";

/** A phrasing cut at its placeholders. `{s}` stands for the subject, `{v}` for the value. */
export type Phrasing = readonly string[];

/** Cuts a phrasing once, so that it is filled fast. */
export function phrasing(text: string): Phrasing {
  return text.split(/(\{[sv]\})/u).filter((part) => part !== "");
}

/** Puts the label in for `{a}`, and with its article for `{an}`. */
export function named(text: string, label: string): Phrasing {
  const withArticle = `${/^[aeiou]/u.test(label) ? "an" : "a"} ${label}`;
  return phrasing(text.replaceAll("{a}", label).replaceAll("{an}", withArticle));
}

/** Held-out phrasings are used by exam companies only. */
export type Phrasings = {
  readonly train: readonly Phrasing[];
  readonly heldOut: readonly Phrasing[];
};

export type Attribute = {
  readonly key: string;
  readonly label: string;
  readonly valueClass: ValueClass;
  readonly draw: DrawValue;
  readonly statements: Phrasings;
  readonly questions: Phrasings;
};

type Own = { readonly say: readonly string[]; readonly ask: readonly string[] };

/** Phrasings as written, with `{a}` for the label and `{an}` for the label with its article. */
type Frames = { readonly train: readonly string[]; readonly heldOut: readonly string[] };

/** Adds the generic phrasings of the class; the last of the attribute's own statements and questions is held out. */
export function attribute(label: string, valueClass: ValueClass, draw: DrawValue, own: Own): Attribute {
  return {
    key: label.replaceAll(" ", "-"),
    label,
    valueClass,
    draw,
    statements: withFrames(own.say, STATEMENTS[valueClass], label),
    questions: withFrames(own.ask, QUESTIONS[valueClass], label),
  };
}

function withFrames(own: readonly string[], frames: Frames, label: string): Phrasings {
  const ready = own.map(phrasing);
  return {
    // why: an attribute's own phrasings are few and sound best, so they are listed twice and drawn as often as the frames
    train: [...ready.slice(0, -1), ...ready.slice(0, -1), ...frames.train.map((text) => named(text, label))],
    heldOut: [...ready.slice(-1), ...frames.heldOut.map((text) => named(text, label))],
  };
}

const STATED: Frames = {
  train: [
    "The {a} of {s} is {v}.",
    "{s}'s {a} is {v}.",
    "For {s}, the {a} is {v}.",
    "The {a} for {s} is {v}.",
    "{v} is the {a} of {s}.",
    "The {a} given for {s} is {v}.",
    "As for {s}, the {a} is {v}.",
    "We note {v} as the {a} of {s}.",
  ],
  heldOut: [
    "When it comes to {s}, the {a} is {v}.",
    "According to our records, the {a} of {s} is {v}.",
    "Whoever asks for the {a} of {s} should be told {v}.",
  ],
};

const ASKED: Frames = {
  train: [
    "What is the {a} of {s}?",
    "What is {s}'s {a}?",
    "What is the {a} for {s}?",
    "Tell me the {a} of {s}.",
    "Can you tell me the {a} of {s}?",
    "I need the {a} of {s}.",
    "{a} of {s}?",
    "What {a} is given for {s}?",
    "Do you know the {a} of {s}?",
    "Please give me the {a} for {s}.",
    "For {s}, what is the {a}?",
  ],
  heldOut: [
    "Could you look up the {a} of {s} for me?",
    "What would the {a} of {s} be?",
    "Remind me of the {a} of {s}, please.",
    "I was asked about {s}: what is the {a}?",
  ],
};

const joined = (base: Frames, train: readonly string[], heldOut: readonly string[]): Frames => ({
  train: [...base.train, ...train],
  heldOut: [...base.heldOut, ...heldOut],
});

const STATEMENTS: Readonly<Record<ValueClass, Frames>> = {
  amount: joined(
    STATED,
    ["{s} has {an} of {v}.", "{s} comes with {an} of {v}.", "The {a} of {s} was set to {v}."],
    ["The {a} of {s} stands at {v}.", "Count on {an} of {v} for {s}."],
  ),
  person: joined(
    STATED,
    ["{v} acts as the {a} of {s}.", "{s} has {v} as {a}.", "{v} was named {a} of {s}."],
    ["The part of {a} of {s} is played by {v}."],
  ),
  date: joined(
    STATED,
    ["The {a} of {s} was set to {v}.", "The {a} of {s} falls on {v}."],
    ["Mark {v} as the {a} of {s}."],
  ),
  code: joined(
    STATED,
    ["Use {v} as the {a} of {s}.", "{s} is filed with the {a} {v}."],
    ["You will find {s} with the {a} {v}."],
  ),
  place: joined(STATED, ["{s} has {v} as {a}."], ["The {a} chosen for {s} is {v}."]),
  word: joined(
    STATED,
    ["{s} has {v} as {a}.", "The {a} of {s} was changed to {v}."],
    ["The {a} chosen for {s} is {v}."],
  ),
};

const QUESTIONS: Readonly<Record<ValueClass, Frames>> = {
  amount: joined(ASKED, ["How much is the {a} of {s}?"], ["Which figure is given as the {a} of {s}?"]),
  person: joined(
    ASKED,
    ["Who is the {a} of {s}?", "Who is {s}'s {a}?", "Who acts as the {a} of {s}?", "Which person is the {a} of {s}?"],
    ["Who was named {a} of {s}?"],
  ),
  date: joined(ASKED, ["When is the {a} of {s}?", "On which day is the {a} of {s}?"], ["Which day is the {a} of {s}?"]),
  code: joined(ASKED, ["Which {a} does {s} have?"], ["Under which {a} is {s} filed?"]),
  place: joined(ASKED, ["Where is the {a} of {s}?"], ["Which place is the {a} of {s}?"]),
  word: joined(ASKED, ["Which {a} does {s} have?"], ["Which {a} was chosen for {s}?"]),
};
