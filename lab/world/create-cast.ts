// The cast of a company: its subjects with what is known of each, before anything is written down.
import type { Attribute } from "./attributes/attribute.ts";
import { openAttribute } from "./attributes/open-attribute.ts";
import { type Kind, KIND_RULES, KINDS, saidName } from "./kinds.ts";
import { inventName, type Split } from "./names.ts";
import { chance, pick, type Random, sample, shuffled, whole } from "./random.ts";
import type { KnownNames, ValueContext } from "./values.ts";

export type CastFact = {
  readonly subject: Subject;
  readonly attribute: Attribute;
  readonly value: string;
};

export type Subject = {
  readonly kind: Kind | "public";
  readonly name: string;
  /** `the Velora kettle`: the name as it stands in a sentence. */
  readonly said: string;
  readonly pronouns: readonly [subject: string, possessive: string];
  /** Titles of the documents that speak of such subjects. */
  readonly titles: readonly string[];
  readonly facts: readonly CastFact[];
  /** Attributes of its kind, and made-up ones, that nobody has written down. */
  readonly undocumented: readonly Attribute[];
};

export type Cast = {
  readonly company: string;
  readonly split: Split;
  readonly subjects: readonly Subject[];
  /** Subjects that look like the documented ones and are written down nowhere. */
  readonly absent: readonly Subject[];
  readonly known: KnownNames;
};

/** How many subjects of each kind a company of size 1 has. */
const CAST_SIZE: Readonly<Record<Kind, number>> = {
  person: 6,
  site: 3,
  team: 3,
  product: 5,
  plan: 3,
  policy: 3,
  ticket: 4,
  release: 3,
  partner: 3,
};

export type CastOptions = {
  readonly random: Random;
  readonly split: Split;
  readonly size?: number;
};

/** Names come first, so that values can mention any of them; then what is known of each. */
export function createCast({ random, split, size = 1 }: CastOptions): Cast {
  const company = `${inventName(random, split)}${pick(random, ["", " Works", " Industries", " Labs", " Tools", " Systems"])}`;
  const taken = new Set<string>();
  const documented = new Map<Kind, readonly string[]>();
  const absent = new Map<Kind, readonly string[]>();
  for (const kind of KINDS) {
    const context = { random, split, known: knownNames(company, documented) };
    const names = newNames(kind, Math.max(1, Math.round(CAST_SIZE[kind] * size)), { context, taken, first: [] });
    documented.set(kind, names);
    absent.set(kind, newNames(kind, 2, { context, taken, first: names }));
  }
  const context: ValueContext = { random, split, known: knownNames(company, documented) };
  const make = (names: ReadonlyMap<Kind, readonly string[]>): Subject[] =>
    [...names].flatMap(([kind, list]) => list.map((name) => newSubject(kind, name, context)));
  return { company, split, known: context.known, subjects: make(documented), absent: make(absent) };
}

function knownNames(company: string, names: ReadonlyMap<Kind, readonly string[]>): KnownNames {
  const of = (kind: Kind): readonly string[] => names.get(kind) ?? [];
  return {
    company,
    people: of("person"),
    sites: of("site").map((site) => site.split(" ")[0] ?? site),
    teams: of("team").map((team) => saidName("team", team)),
    products: of("product").map((product) => saidName("product", product)),
  };
}

type NamesWanted = {
  readonly context: ValueContext;
  readonly taken: Set<string>;
  readonly first: readonly string[];
};

/** Names of one kind, each new; every third or so resembles an earlier one. */
function newNames(kind: Kind, count: number, { context, taken, first }: NamesWanted): string[] {
  const names: string[] = [];
  while (names.length < count) {
    const before = [...first, ...names];
    const resembling = before.length > 0 && chance(context.random, first.length > 0 ? 0.7 : 0.35);
    const like = resembling ? pick(context.random, before) : undefined;
    const name = KIND_RULES[kind].newName(like === undefined ? context : { ...context, like });
    if (taken.has(name)) continue;
    taken.add(name);
    names.push(name);
  }
  return names;
}

export function newSubject(kind: Kind, name: string, context: ValueContext): Subject {
  const { random } = context;
  const rules = KIND_RULES[kind];
  const own = shuffled(random, rules.attributes);
  const open = differentAttributes(random, whole(random, 1, 5));
  const ownCount = whole(random, Math.ceil(own.length * 0.4), Math.ceil(own.length * 0.75));
  const openCount = Math.floor(open.length / 2);
  const facts: CastFact[] = [];
  const subject: Subject = {
    kind,
    name,
    said: saidName(kind, name),
    pronouns: pick(random, rules.pronouns),
    titles: rules.titles,
    facts,
    undocumented: [...own.slice(ownCount), ...open.slice(openCount)],
  };
  for (const attribute of [...own.slice(0, ownCount), ...open.slice(0, openCount)]) {
    facts.push({ subject, attribute, value: newValue(attribute, name, context) });
  }
  return subject;
}

/** A value that does not name the subject itself. */
export function newValue(attribute: Attribute, subject: string, context: ValueContext): string {
  for (;;) {
    const value = attribute.draw(context);
    if (!value.includes(subject)) return value;
  }
}

function differentAttributes(random: Random, count: number): Attribute[] {
  const drawn = Array.from({ length: count }, () => openAttribute(random));
  return sample(random, [...new Map(drawn.map((found) => [found.key, found])).values()], count);
}
