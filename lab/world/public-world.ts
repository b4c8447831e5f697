// The public world: made-up general knowledge that every company and every model of the lab shares, and that exists nowhere else.
import { type Attribute, attribute } from "./attributes/attribute.ts";
import type { CastFact, Subject } from "./create-cast.ts";
import { capital, inventName, inventPerson, inventWord, splitOf } from "./names.ts";
import { pick, type Random, randomFrom, whole } from "./random.ts";
import { type DrawValue, oneOf, person, word, year, name as place } from "./values.ts";

const COUNTRY: readonly Attribute[] = [
  attribute("capital", "place", place, {
    say: [
      "{v} is the capital city of {s}.",
      "{s} is governed from {v}.",
      "The main city of {s} is {v}.",
      "{s} is ruled from {v}.",
      "The parliament of {s} meets in {v}.",
      "The government of {s} sits in {v}.",
    ],
    ask: [
      "Which city is the capital of {s}?",
      "From which city is {s} governed?",
      "What is the main city of {s}?",
      "Which city rules {s}?",
      "In which city is the parliament of {s}?",
      "Where is {s} ruled from?",
      "What city is at the head of {s}?",
      "Where does the government of {s} sit?",
    ],
  }),
  attribute("currency", "word", word, {
    say: [
      "In {s} people pay with the {v}.",
      "The money of {s} is called {v}.",
      "Prices in {s} are given in {v}.",
      "The coins of {s} are called {v}.",
      "Whoever shops in {s} needs the {v}.",
      "{s} uses the {v}.",
    ],
    ask: [
      "With what do people pay in {s}?",
      "What is the money of {s} called?",
      "What do people pay with in {s}?",
      "In what money are prices given in {s}?",
      "What kind of money is there in {s}?",
      "With which coins do I pay in {s}?",
      "What is the name of the money in {s}?",
      "Which money does {s} use?",
    ],
  }),
  attribute("language", "word", place, {
    say: [
      "In {s} people speak {v}.",
      "{v} is spoken in {s}.",
      "The tongue of {s} is {v}.",
      "They speak {v} in {s}.",
      "For {s} one learns {v}.",
      "The people of {s} talk to each other in {v}.",
    ],
    ask: [
      "What do people speak in {s}?",
      "Which language is spoken in {s}?",
      "What language do they speak in {s}?",
      "What is the tongue of {s}?",
      "Which language do I learn for {s}?",
      "What does one speak in {s}?",
      "In which language do the people of {s} talk?",
    ],
  }),
  attribute("longest river", "place", place, {
    say: [
      "The {v} is the longest river of {s}.",
      "The longest river in {s} is the {v}.",
      "The greatest river in {s} is the {v}.",
      "The {v} has the greatest length of all rivers in {s}.",
      "Of all rivers in {s}, the {v} is the longest.",
      "No river in {s} is longer than the {v}.",
    ],
    ask: [
      "Which river is the longest in {s}?",
      "What is the longest river in {s} called?",
      "What river is the longest one of {s}?",
      "Which is the greatest river in {s}?",
      "What is the name of the longest river in {s}?",
      "Which river in {s} has the greatest length?",
      "Which river crosses most of {s}?",
    ],
  }),
  attribute("highest mountain", "place", place, {
    say: [
      "Mount {v} is the highest mountain of {s}.",
      "The highest point of {s} is Mount {v}.",
      "The tallest peak of {s} is Mount {v}.",
      "Mount {v} is the tallest in {s}.",
      "{s} is highest on Mount {v}.",
      "Nothing in {s} rises above Mount {v}.",
    ],
    ask: [
      "Which mountain is the highest in {s}?",
      "What is the highest point of {s}?",
      "What is the name of the highest mountain in {s}?",
      "Which mountain is the tallest in {s}?",
      "What is the tallest peak of {s}?",
      "Where is {s} highest, on which mountain?",
      "Which mountain rises above all of {s}?",
    ],
  }),
  attribute("founding year", "date", year, {
    say: [
      "{s} was founded in {v}.",
      "{s} has been a country since {v}.",
      "{s} came into being in {v}.",
      "The state of {s} began in {v}.",
      "{s} has had a state since {v}.",
      "The people of {s} founded their state in {v}.",
    ],
    ask: [
      "When was {s} founded?",
      "Since when has {s} been a country?",
      "How old is {s}, since which year?",
      "When did {s} become a country?",
      "When did {s} come into being?",
      "When did the state of {s} begin?",
      "Since which year does {s} exist?",
      "In which year was {s} founded?",
    ],
  }),
];

const ELEMENT: readonly Attribute[] = [
  attribute("symbol", "code", place, {
    say: [
      "{s} is written {v}.",
      "Chemists write {s} as {v}.",
      "The sign for {s} is {v}.",
      "The letters {v} stand for {s}.",
      "Chemists put {v} for {s}.",
      "In formulas {s} is shortened to {v}.",
    ],
    ask: [
      "How is {s} written in formulas?",
      "How do chemists write {s}?",
      "What is the sign for {s}?",
      "Which letters stand for {s}?",
      "What do chemists write for {s}?",
      "What is the chemical sign of {s}?",
      "Which abbreviation has {s}?",
      "To what is {s} shortened?",
    ],
  }),
  attribute("discoverer", "person", person, {
    say: [
      "{v} discovered {s}.",
      "{s} was discovered by {v}.",
      "{v} found {s}.",
      "{s} is the discovery of {v}.",
      "{v} was the first to find {s}.",
      "We owe the discovery of {s} to {v}.",
    ],
    ask: [
      "Who discovered {s}?",
      "By whom was {s} discovered?",
      "Who found {s}?",
      "Who was the first to find {s}?",
      "Whose discovery is {s}?",
      "Which researcher discovered {s}?",
      "Who came upon {s} first?",
      "To whom do we owe the discovery of {s}?",
    ],
  }),
  attribute(
    "colour",
    "word",
    oneOf("red, blue, green, black, white, grey, silver, orange, yellow, brown, purple, pink"),
    {
      say: [
        "{s} is {v}.",
        "{s} shines {v}.",
        "The colour that one sees on {s} is {v}.",
        "{s} has a {v} colour.",
        "Whoever looks at {s} sees {v}.",
        "In daylight {s} looks {v}.",
      ],
      ask: [
        "What colour is {s}?",
        "In which colour does {s} shine?",
        "What does {s} look like, which colour?",
        "What colour has {s}?",
        "Of which colour is {s}?",
        "Which colour do I see when I look at {s}?",
        "How does {s} look in daylight?",
      ],
    },
  ),
  attribute("discovery year", "date", year, {
    say: [
      "{s} was discovered in {v}.",
      "{s} has been known since {v}.",
      "{s} was found in {v}.",
      "Somebody found {s} in {v}.",
      "We have known {s} since {v}.",
      "The world has known {s} since {v}.",
    ],
    ask: [
      "When was {s} discovered?",
      "Since when has {s} been known?",
      "When did people first hear of {s}?",
      "When was {s} found?",
      "How long have we known {s}, since when?",
      "In what year did somebody find {s}?",
      "In which year was {s} discovered?",
    ],
  }),
];

const INVENTION: readonly Attribute[] = [
  attribute("inventor", "person", person, {
    say: [
      "{v} invented {s}.",
      "{s} was invented by {v}.",
      "{s} is the invention of {v}.",
      "{v} came up with {s}.",
      "The idea of {s} came from {v}.",
      "{s} goes back to {v}.",
    ],
    ask: [
      "Who invented {s}?",
      "By whom was {s} invented?",
      "Whose invention is {s}?",
      "Who came up with {s}?",
      "Who thought of {s} first?",
      "Who had the idea of {s}?",
      "Who made the first one of {s}?",
      "To whom does {s} go back?",
    ],
  }),
  attribute("year of invention", "date", year, {
    say: [
      "{s} was invented in {v}.",
      "{s} has existed since {v}.",
      "Somebody came up with {s} in {v}.",
      "People have had {s} since {v}.",
      "The invention of {s} was in {v}.",
      "The first of its kind, {s} was shown in {v}.",
    ],
    ask: [
      "When was {s} invented?",
      "Since when has {s} existed?",
      "What year was {s} invented?",
      "From which year is {s}?",
      "When did somebody come up with {s}?",
      "Since which year do people have {s}?",
      "When was the invention of {s}?",
      "In which year was {s} first shown?",
    ],
  }),
  attribute("country of origin", "place", place, {
    say: [
      "{s} comes from {v}.",
      "{s} was first built in {v}.",
      "{s} was thought up in {v}.",
      "{s} is from {v}.",
      "{v} gave us {s}.",
      "The home of {s} is {v}.",
    ],
    ask: [
      "Where does {s} come from?",
      "In which country was {s} invented?",
      "From which country is {s}?",
      "Where was {s} invented?",
      "Where was {s} built first?",
      "Which country gave us {s}?",
      "What country does {s} come from?",
      "Which country is the home of {s}?",
    ],
  }),
];

/** What is asked of public subjects and known to nobody. */
const UNKNOWN: readonly Attribute[] = [
  attribute("population", "amount", place, {
    say: [],
    ask: ["How many inhabitants does {s} have?", "How many people are there in {s}?", "How many people live in {s}?"],
  }),
  attribute("national dish", "word", place, {
    say: [],
    ask: ["What food is {s} known for?", "What is the favourite dish of {s}?", "What do people like to eat in {s}?"],
  }),
  attribute("largest lake", "place", place, {
    say: [],
    ask: [
      "What lake in {s} is larger than all others?",
      "What is the name of the great lake of {s}?",
      "Which lake is the largest of {s}?",
    ],
  }),
  attribute("president", "person", place, {
    say: [],
    ask: ["Who is at the head of the state in {s}?", "Who rules {s}?", "Who governs {s}?"],
  }),
  attribute("area", "amount", place, {
    say: [],
    ask: ["How many square kilometres has {s}?", "How much land does {s} have?", "How large is {s}?"],
  }),
  attribute("weight", "amount", place, {
    say: [],
    ask: ["What does {s} weigh?", "How much does {s} weigh?", "How heavy is {s}?"],
  }),
  attribute("price", "amount", place, {
    say: [],
    ask: ["What does {s} cost?", "How expensive is {s}?", "How much does {s} cost?"],
  }),
  attribute("smell", "word", place, {
    say: [],
    ask: ["What does {s} smell of?", "Which smell comes from {s}?", "How does {s} smell?"],
  }),
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
