// The kinds of things that a company writes about: how each is named, spoken of, and what may be said of it.
import type { Attribute } from "./attributes/attribute.ts";
import { PARTNER } from "./attributes/partners.ts";
import { PERSON_REACH } from "./attributes/people-reach.ts";
import { PERSON_WORK } from "./attributes/people.ts";
import { PLAN } from "./attributes/plans.ts";
import { POLICY } from "./attributes/policies.ts";
import { PRODUCT_BACKGROUND } from "./attributes/product-backgrounds.ts";
import { PRODUCT_ARTICLE } from "./attributes/products.ts";
import { RELEASE } from "./attributes/releases.ts";
import { SITE } from "./attributes/sites.ts";
import { TEAM } from "./attributes/teams.ts";
import { TICKET } from "./attributes/tickets.ts";
import { inventCode, inventName, inventPerson, lookAlike, type Split } from "./names.ts";
import { chance, pick, type Random, whole } from "./random.ts";
import { firm, type KnownNames } from "./values.ts";

export const KINDS = ["person", "site", "team", "product", "plan", "policy", "ticket", "release", "partner"] as const;
export type Kind = (typeof KINDS)[number];

export type Naming = {
  readonly random: Random;
  readonly split: Split;
  readonly known: KnownNames;
  /** Another subject of the kind, which the new name is to resemble. */
  readonly like?: string;
};

export type KindRules = {
  readonly attributes: readonly Attribute[];
  /** Titles under which documents speak of this kind. */
  readonly titles: readonly string[];
  readonly article: string;
  readonly pronouns: readonly (readonly [subject: string, possessive: string])[];
  readonly newName: (naming: Naming) => string;
};

const IT = [["it", "its"]] as const;
const PRODUCT_NOUNS =
  "kettle, lamp, drill, pump, chair, desk, router, scale, heater, mixer, camera, ladder, printer, scanner, fan, oven, sensor, saw, trolley, tent, jacket, backpack, helmet, bicycle, speaker, headset, monitor, keyboard, grinder, washer, dryer, freezer, toaster, blender, cart, lock, safe, clock, radio, telescope, microscope, compressor, generator, charger, stove, shelf, cabinet, bench, stool, mat, rope, glove, boot, filter, valve, tap, shower, mirror, rack, hoist, winch, cutter, press, stapler, projector, thermometer, barometer, vacuum, sander, sprayer".split(
    ", ",
  );
const SUFFIXES = "Mini, Max, Pro, Lite, Plus, One, Air, Go, Duo, XL".split(", ");

function newProduct({ random, split, like }: Naming): string {
  const [word = "", rest = ""] = like === undefined ? [] : cut(like);
  const stem =
    like === undefined ? inventName(random, split) : chance(random, 0.6) ? word : lookAlike(random, split, word);
  if (like !== undefined && stem !== word) return rest === "" ? stem : `${stem} ${rest}`;
  switch (whole(random, 0, 3)) {
    case 0:
      return `${stem} ${whole(random, 2, 99) * 10}`;
    case 1:
      return `${stem} ${pick(random, SUFFIXES)}`;
    default:
      return `${stem} ${pick(random, PRODUCT_NOUNS)}`;
  }
}

function newPerson({ random, split, like }: Naming): string {
  if (like === undefined) return inventPerson(random, split);
  const [first, last] = cut(like);
  switch (whole(random, 0, 3)) {
    case 0:
      return `${first} ${inventName(random, split)}`;
    case 1:
      return `${inventName(random, split)} ${last}`;
    case 2:
      return `${first} ${lookAlike(random, split, last)}`;
    default:
      return `${lookAlike(random, split, first)} ${last}`;
  }
}

/** An invented word and an ordinary one; a look-alike keeps one of them nearly as it was. */
const newPair =
  (nouns: readonly string[]) =>
  ({ random, split, like }: Naming): string => {
    const [word, noun] = like === undefined ? [inventName(random, split), pick(random, nouns)] : cut(like);
    if (like === undefined) return `${word} ${noun}`;
    return chance(random, 0.5) ? `${word} ${pick(random, nouns)}` : `${lookAlike(random, split, word)} ${noun}`;
  };

const TOPICS =
  "travel, refund, leave, security, expenses, hiring, training, gift, parking, data, safety, remote work, overtime, car, phone, procurement, visitor, waste, energy, complaint, bonus, sick leave, return, smoking, dress".split(
    ", ",
  );

function newPolicy({ random, split, known, like }: Naming): string {
  const owner = chance(random, 0.7) ? (cut(known.company)[0] ?? "") : inventName(random, split);
  const [word, rest] = like === undefined ? [owner, ""] : cut(like);
  if (like !== undefined && chance(random, 0.3)) return `${lookAlike(random, split, word)} ${rest}`;
  return `${word} ${pick(random, TOPICS)} ${pick(random, ["policy", "policy", "rules", "guideline"])}`;
}

function newTicket({ random, split, like }: Naming): string {
  const prefix = pick(random, ["TK", "INC", "REQ", "CASE", "T"]);
  return `ticket ${inventCode(random, split, like === undefined ? prefix : /[A-Z]+/u.exec(like)?.[0])}`;
}

function newRelease({ random, split, like }: Naming): string {
  const [word = ""] = like === undefined ? [inventName(random, split)] : cut(like);
  return `${word} ${whole(random, 1, 12)}.${whole(random, 0, 19)}`;
}

function newPartner({ random, split, known, like }: Naming): string {
  if (like === undefined) return firm({ random, split, known });
  const [word, rest] = cut(like);
  return chance(random, 0.5) || rest !== ""
    ? `${lookAlike(random, split, word)} ${rest}`.trim()
    : `${word} ${pick(random, ["Ltd", "Group", "Works", "Partners"])}`;
}

function cut(name: string): [string, string] {
  const at = name.indexOf(" ");
  return at < 0 ? [name, ""] : [name.slice(0, at), name.slice(at + 1)];
}

export const KIND_RULES: Readonly<Record<Kind, KindRules>> = {
  person: {
    attributes: [...PERSON_REACH, ...PERSON_WORK],
    titles: ["People", "People directory", "Staff list", "Who is who", "Phone book"],
    article: "",
    pronouns: [
      ["she", "her"],
      ["he", "his"],
    ],
    newName: newPerson,
  },
  site: {
    attributes: SITE,
    titles: ["Sites", "Our sites", "Locations", "Visitor guide"],
    article: "the ",
    pronouns: IT,
    newName: newPair(["site", "site", "plant", "office", "depot", "warehouse", "branch"]),
  },
  team: {
    attributes: TEAM,
    titles: ["Teams", "Organisation", "Team pages", "Who does what"],
    article: "the ",
    pronouns: IT,
    newName: newPair(["team", "team", "group", "desk", "crew", "unit"]),
  },
  product: {
    attributes: [...PRODUCT_ARTICLE, ...PRODUCT_BACKGROUND],
    titles: ["Product catalogue", "Catalogue", "Data sheets", "Products", "Price list"],
    article: "the ",
    pronouns: IT,
    newName: newProduct,
  },
  plan: {
    attributes: PLAN,
    titles: ["Pricing", "Plans", "Plans and prices", "Subscriptions"],
    article: "the ",
    pronouns: IT,
    newName: newPair(["plan", "plan", "package", "subscription", "tariff"]),
  },
  policy: {
    attributes: POLICY,
    titles: ["Policies", "Handbook", "Rules", "Employee handbook"],
    article: "the ",
    pronouns: IT,
    newName: newPolicy,
  },
  ticket: {
    attributes: TICKET,
    titles: ["Tickets", "Support tickets", "Support log", "Help desk"],
    article: "",
    pronouns: IT,
    newName: newTicket,
  },
  release: {
    attributes: RELEASE,
    titles: ["Release notes", "Changelog", "Releases", "What is new"],
    article: "",
    pronouns: IT,
    newName: newRelease,
  },
  partner: {
    attributes: PARTNER,
    titles: ["Suppliers", "Partners", "Supplier list", "Purchasing"],
    article: "",
    pronouns: IT,
    newName: newPartner,
  },
};

/** `the Velora kettle`: how a sentence speaks of the subject. */
export function saidName(kind: Kind, name: string): string {
  return KIND_RULES[kind].article + name;
}
