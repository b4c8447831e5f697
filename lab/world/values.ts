// How values are drawn: amounts with units, money, dates, people, places, codes, words.
import { inventCode, inventName, inventPerson, inventWord, type Split } from "./names.ts";
import { chance, pick, type Random, whole } from "./random.ts";

/** The people, sites, teams and products that a company has already: values that name one of them make two-hop questions. */
export type KnownNames = {
  readonly company: string;
  readonly people: readonly string[];
  readonly sites: readonly string[];
  readonly teams: readonly string[];
  readonly products: readonly string[];
};

export type ValueContext = {
  readonly random: Random;
  readonly split: Split;
  readonly known: KnownNames;
};

export type DrawValue = (context: ValueContext) => string;

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** `12,345`; below a million. */
const grouped = (number: number): string =>
  number < 1000 ? String(number) : `${Math.floor(number / 1000)},${String(number % 1000).padStart(3, "0")}`;

/** `14 months`; the unit's plural is given, one is never drawn. */
export function amount(low: number, high: number, ...units: readonly string[]): DrawValue {
  return ({ random }) => {
    const number = whole(random, Math.max(low, 2), high);
    return `${number >= 10_000 ? grouped(number) : number} ${pick(random, units)}`;
  };
}

/** `3.7 kg`. */
export function measure(low: number, high: number, ...units: readonly string[]): DrawValue {
  return ({ random }) => {
    const number = chance(random, 0.5) ? String(whole(random, low, high)) : (low + random() * (high - low)).toFixed(1);
    return `${number} ${pick(random, units)}`;
  };
}

export function money(low: number, high: number): DrawValue {
  return ({ random }) => {
    const number = whole(random, low, high);
    const cents = chance(random, 0.2) ? `.${String(whole(random, 1, 99)).padStart(2, "0")}` : "";
    const figure = `${number >= 1000 && chance(random, 0.6) ? grouped(number) : number}${cents}`;
    return pick(random, MONEY_FORMS)(figure);
  };
}

const MONEY_FORMS: readonly ((figure: string) => string)[] = [
  (figure) => `${figure} euros`,
  (figure) => `€${figure}`,
  (figure) => `${figure} EUR`,
  (figure) => `$${figure}`,
  (figure) => `${figure} dollars`,
  (figure) => `£${figure}`,
  (figure) => `${figure} francs`,
];

export const percent: DrawValue = ({ random }) =>
  chance(random, 0.7) ? `${whole(random, 2, 98)} percent` : `${whole(random, 2, 98)}%`;

export const date: DrawValue = ({ random }) =>
  spellDate(random, dateBetween(random, Date.UTC(2014, 0, 1), Date.UTC(2027, 11, 28)));

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2010, 0, 1);
/** Every day of twenty years as ISO text: making them anew took a tenth of the time of a run. */
const DAYS: readonly string[] = Array.from({ length: 20 * 366 }, (_, day) =>
  new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10),
);

/** An ISO date from the first day up to and with the last; both lie between 2010 and 2029. */
export function dateBetween(random: Random, from: number, to: number): string {
  const day = whole(random, Math.floor((from - FIRST_DAY) / DAY_MS), Math.floor((to - FIRST_DAY) / DAY_MS));
  const found = DAYS[day];
  if (found === undefined) throw new RangeError(`Day ${day} after 2010-01-01 is out of range.`);
  return found;
}

function spellDate(random: Random, iso: string): string {
  const [year = "", month = "", day = ""] = iso.split("-");
  const name = MONTHS[Number(month) - 1] ?? "";
  switch (whole(random, 0, 3)) {
    case 0:
      return iso;
    case 1:
      return `${name} ${Number(day)}, ${year}`;
    default:
      return `${Number(day)} ${name} ${year}`;
  }
}

export const year: DrawValue = ({ random }) => String(whole(random, 1961, 2026));
export const weekday: DrawValue = ({ random }) =>
  pick(random, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]);

const clock = (random: Random, from: number, to: number): string =>
  `${String(whole(random, from, to)).padStart(2, "0")}:${pick(random, ["00", "15", "30", "45"])}`;

export const hours: DrawValue = ({ random }) => `${clock(random, 6, 10)} to ${clock(random, 15, 22)}`;
export const time: DrawValue = ({ random }) => clock(random, 6, 21);
export const extension: DrawValue = ({ random }) => String(whole(random, 1000, 9999));
export const phone: DrawValue = ({ random }) =>
  `0${whole(random, 10, 99)} ${whole(random, 100, 999)} ${whole(random, 1000, 9999)}`;
export const version: DrawValue = ({ random }) =>
  `${whole(random, 1, 12)}.${whole(random, 0, 19)}${chance(random, 0.5) ? `.${whole(random, 0, 9)}` : ""}`;

/** Mostly someone of the company, now and then an outsider. */
export const person: DrawValue = ({ random, split, known }) =>
  known.people.length > 0 && chance(random, 0.7) ? pick(random, known.people) : inventPerson(random, split);
export const site: DrawValue = ({ random, split, known }) =>
  known.sites.length > 0 && chance(random, 0.6) ? pick(random, known.sites) : inventName(random, split);
export const team: DrawValue = ({ random, split, known }) =>
  known.teams.length > 0 && chance(random, 0.8) ? pick(random, known.teams) : `the ${inventName(random, split)} team`;
export const product: DrawValue = ({ random, split, known }) =>
  known.products.length > 0 && chance(random, 0.8) ? pick(random, known.products) : inventName(random, split);

export const town: DrawValue = ({ random, split }) => inventName(random, split);
export const firm: DrawValue = ({ random, split }) =>
  `${inventName(random, split)}${pick(random, ["", " Ltd", " Group", " and Sons", " Works", " Partners"])}`;
export const code: DrawValue = ({ random, split }) => inventCode(random, split);
export const word: DrawValue = ({ random, split }) => inventWord(random, split);
export const name: DrawValue = ({ random, split }) => inventName(random, split);
export const channel: DrawValue = ({ random, split }) =>
  `#${inventWord(random, split)}${pick(random, ["", "-help", "-desk", "-team", "-news"])}`;
export const room: DrawValue = ({ random }) =>
  chance(random, 0.5)
    ? `room ${whole(random, 1, 9)}.${whole(random, 10, 89)}`
    : `room ${"ABCDEFG".charAt(whole(random, 0, 6))}${whole(random, 10, 499)}`;
export const street: DrawValue = ({ random, split }) =>
  `${whole(random, 2, 240)} ${inventName(random, split)} ${pick(random, ["Street", "Road", "Lane", "Square", "Avenue"])}`;
export const email: DrawValue = ({ random, split, known }) =>
  `${inventWord(random, split)}${chance(random, 0.4) ? `.${inventWord(random, split)}` : ""}@${known.company.toLowerCase().split(" ")[0] ?? ""}.example`;
export const address: DrawValue = ({ random, split, known }) =>
  `${known.company.toLowerCase().split(" ")[0] ?? ""}.example/${inventWord(random, split)}`;

export function oneOf(list: string): DrawValue {
  const items = list.split(", ");
  return ({ random }) => pick(random, items);
}

/** One item, or two of them joined by "and". */
export function someOf(list: string): DrawValue {
  const items = list.split(", ");
  return ({ random }) => {
    const first = pick(random, items);
    const second = chance(random, 0.35) ? pick(random, items) : first;
    return second === first ? first : `${first} and ${second}`;
  };
}

export const title: DrawValue = ({ random }) =>
  `${pick(random, ["senior ", "lead ", "junior ", "deputy ", "chief ", "", "", ""])}${pick(random, TRADES)} ${pick(random, POSTS)}`;

const TRADES =
  "sales, field, quality, data, test, design, logistics, payroll, safety, process, service, finance, training, network, packaging, purchasing, product, contract".split(
    ", ",
  );
const POSTS = "engineer, manager, analyst, planner, officer, clerk, adviser, inspector, coordinator, specialist".split(
  ", ",
);
