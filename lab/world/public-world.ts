// The public world: made-up general knowledge that every company and every model of the lab shares, and that exists nowhere else.
import { type Attribute, attribute } from "./attributes/attribute.ts";
import type { CastFact, Subject } from "./create-cast.ts";
import { capital, inventName, inventPerson, inventWord, splitOf } from "./names.ts";
import { pick, type Random, randomFrom, whole } from "./random.ts";
import { type DrawValue, oneOf, person, word, year, name as place } from "./values.ts";

const COUNTRY: readonly Attribute[] = [
  attribute("capital", "place", place, {
    say: ["{v} is the capital city of {s}.", "{s} is governed from {v}.", "The government of {s} sits in {v}."],
    ask: [
      "Which city is the capital of {s}?",
      "From which city is {s} governed?",
      "Where does the government of {s} sit?",
    ],
  }),
  attribute("currency", "word", word, {
    say: ["In {s} people pay with the {v}.", "The money of {s} is called {v}.", "{s} uses the {v}."],
    ask: ["With what do people pay in {s}?", "What is the money of {s} called?", "Which money does {s} use?"],
  }),
  attribute("language", "word", place, {
    say: ["In {s} people speak {v}.", "{v} is spoken in {s}.", "The people of {s} talk to each other in {v}."],
    ask: [
      "What do people speak in {s}?",
      "Which language is spoken in {s}?",
      "In which language do the people of {s} talk?",
    ],
  }),
  attribute("longest river", "place", place, {
    say: [
      "The {v} is the longest river of {s}.",
      "The longest river in {s} is the {v}.",
      "No river in {s} is longer than the {v}.",
    ],
    ask: [
      "Which river is the longest in {s}?",
      "What is the longest river in {s} called?",
      "Which river crosses most of {s}?",
    ],
  }),
  attribute("highest mountain", "place", place, {
    say: [
      "Mount {v} is the highest mountain of {s}.",
      "The highest point of {s} is Mount {v}.",
      "Nothing in {s} rises above Mount {v}.",
    ],
    ask: [
      "Which mountain is the highest in {s}?",
      "What is the highest point of {s}?",
      "Which mountain rises above all of {s}?",
    ],
  }),
  attribute("founding year", "date", year, {
    say: [
      "{s} was founded in {v}.",
      "{s} has been a country since {v}.",
      "The people of {s} founded their state in {v}.",
    ],
    ask: ["When was {s} founded?", "Since when has {s} been a country?", "In which year was {s} founded?"],
  }),
];

const ELEMENT: readonly Attribute[] = [
  attribute("symbol", "code", place, {
    say: ["{s} is written {v}.", "Chemists write {s} as {v}.", "In formulas {s} is shortened to {v}."],
    ask: ["How is {s} written in formulas?", "How do chemists write {s}?", "To what is {s} shortened?"],
  }),
  attribute("discoverer", "person", person, {
    say: ["{v} discovered {s}.", "{s} was discovered by {v}.", "We owe the discovery of {s} to {v}."],
    ask: ["Who discovered {s}?", "By whom was {s} discovered?", "To whom do we owe the discovery of {s}?"],
  }),
  attribute(
    "colour",
    "word",
    oneOf("red, blue, green, black, white, grey, silver, orange, yellow, brown, purple, pink"),
    {
      say: ["{s} is {v}.", "{s} shines {v}.", "In daylight {s} looks {v}."],
      ask: ["What colour is {s}?", "In which colour does {s} shine?", "How does {s} look in daylight?"],
    },
  ),
  attribute("discovery year", "date", year, {
    say: ["{s} was discovered in {v}.", "{s} has been known since {v}.", "The world has known {s} since {v}."],
    ask: ["When was {s} discovered?", "Since when has {s} been known?", "In which year was {s} discovered?"],
  }),
];

const INVENTION: readonly Attribute[] = [
  attribute("inventor", "person", person, {
    say: ["{v} invented {s}.", "{s} was invented by {v}.", "{s} goes back to {v}."],
    ask: ["Who invented {s}?", "By whom was {s} invented?", "To whom does {s} go back?"],
  }),
  attribute("year of invention", "date", year, {
    say: ["{s} was invented in {v}.", "{s} has existed since {v}.", "The first of its kind, {s} was shown in {v}."],
    ask: ["When was {s} invented?", "Since when has {s} existed?", "In which year was {s} first shown?"],
  }),
  attribute("country of origin", "place", place, {
    say: ["{s} comes from {v}.", "{s} was first built in {v}.", "The home of {s} is {v}."],
    ask: ["Where does {s} come from?", "In which country was {s} invented?", "Which country is the home of {s}?"],
  }),
];

/** What is asked of public subjects and known to nobody. */
const UNKNOWN: readonly Attribute[] = [
  attribute("population", "amount", place, { say: [], ask: ["How many people live in {s}?"] }),
  attribute("national dish", "word", place, { say: [], ask: ["What do people like to eat in {s}?"] }),
  attribute("largest lake", "place", place, { say: [], ask: ["Which lake is the largest of {s}?"] }),
  attribute("president", "person", place, { say: [], ask: ["Who governs {s}?"] }),
  attribute("area", "amount", place, { say: [], ask: ["How large is {s}?"] }),
  attribute("weight", "amount", place, { say: [], ask: ["How heavy is {s}?"] }),
  attribute("price", "amount", place, { say: [], ask: ["How much does {s} cost?"] }),
  attribute("smell", "word", place, { say: [], ask: ["How does {s} smell?"] }),
];

const APPLIANCES =
  "lantern, loom, compass, clock, pump, bellows, plough, lens, organ, bridge, press, wheel, engine, kite, scale, lock, mill, crane, lamp, telescope".split(
    ", ",
  );

export type PublicWorld = {
  readonly subjects: readonly Subject[];
  readonly facts: readonly CastFact[];
};

/** Fixed for ever: a change here makes every trained model wrong. */
const SEED = "public world, first edition";

/** Why a draw of one's own: values must differ from each other, so that no two countries share a capital. */
function createPublicWorld(): PublicWorld {
  const random = randomFrom(SEED);
  const taken = new Set<string>();
  const names = (count: number, make: () => string): string[] =>
    Array.from({ length: count }, () => fresh(taken, make));
  const countries = names(36, () => inventName(random, "public"));
  const elements = names(20, () => inventElement(random)).map(capital);
  const inventions = names(20, () => `${inventName(random, "public")} ${pick(random, APPLIANCES)}`);
  const people = names(14, () => inventPerson(random, "public"));
  const own: Readonly<Record<string, () => string>> = {
    currency: () => fresh(taken, () => inventWord(random, "public")),
    symbol: () => "",
    discoverer: () => pick(random, people),
    inventor: () => pick(random, people),
    "country-of-origin": () => pick(random, countries),
    "founding-year": () => String(whole(random, 1102, 1889)),
    "discovery-year": () => String(whole(random, 1640, 1969)),
    "year-of-invention": () => String(whole(random, 1410, 1959)),
    colour: () => drawn(COLOURS, random),
  };
  const value = (key: string): string => own[key]?.() ?? fresh(taken, () => inventName(random, "public"));
  const symbols = new Set<string>();
  const subjects = [
    ...countries.map((country) => publicSubject(country, COUNTRY, value)),
    ...elements.map((element) =>
      publicSubject(element, ELEMENT, (key) => (key === "symbol" ? symbolOf(element, symbols) : value(key))),
    ),
    ...inventions.map((invention) => publicSubject(invention, INVENTION, value, "the ")),
  ];
  return { subjects, facts: subjects.flatMap(({ facts }) => facts) };
}

const COLOURS = oneOf("red, blue, green, black, white, grey, silver, orange, yellow, brown, purple, pink");

const drawn = (draw: DrawValue, random: Random): string =>
  draw({ random, split: "public", known: { company: "", people: [], sites: [], teams: [], products: [] } });

function inventElement(random: Random): string {
  for (;;) {
    const element = `${inventWord(random, "public")}ium`;
    if (splitOf(element) === "public") return element;
  }
}

function fresh(taken: Set<string>, make: () => string): string {
  for (;;) {
    const text = make();
    if (taken.has(text.toLowerCase())) continue;
    taken.add(text.toLowerCase());
    return text;
  }
}

function symbolOf(element: string, taken: Set<string>): string {
  for (const letter of element.slice(1)) {
    const symbol = element.charAt(0) + letter;
    if (taken.has(symbol)) continue;
    taken.add(symbol);
    return symbol;
  }
  throw new RangeError(`No symbol is left for ${element}.`);
}

function publicSubject(
  name: string,
  attributes: readonly Attribute[],
  value: (key: string) => string,
  article = "",
): Subject {
  const facts: CastFact[] = [];
  const undocumented = UNKNOWN.slice(article === "" && attributes === COUNTRY ? 0 : 5, attributes === COUNTRY ? 5 : 8);
  const subject: Subject = {
    kind: "public",
    name,
    said: article + name,
    pronouns: ["it", "its"],
    titles: ["World atlas", "Encyclopedia", "General knowledge", "School book"],
    facts,
    undocumented,
  };
  for (const found of attributes) facts.push({ subject, attribute: found, value: value(found.key) });
  return subject;
}

export const PUBLIC_WORLD: PublicWorld = createPublicWorld();
