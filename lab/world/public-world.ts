// The public world: made-up general knowledge that every company and every model of the lab shares, and that exists nowhere else.
import type { Attribute } from "./attributes/attribute.ts";
import { COUNTRY, UNKNOWN } from "./attributes/public-countries.ts";
import { ELEMENT, INVENTION } from "./attributes/public-things.ts";
import type { CastFact, Subject } from "./create-cast.ts";
import { capital, inventName, inventPerson, inventWord, splitOf } from "./names.ts";
import { pick, type Random, randomFrom, whole } from "./random.ts";
import { type DrawValue, oneOf } from "./values.ts";

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
