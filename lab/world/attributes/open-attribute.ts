// Attributes put together from two word lists, thousands of them, so that a reader learns to read and not a list of labels.
import type { Random } from "../random.ts";
import {
  amount,
  channel,
  code,
  date,
  email,
  firm,
  measure,
  money,
  name,
  percent,
  person,
  phone,
  product,
  room,
  site,
  time,
  town,
  version,
  word,
  type DrawValue,
} from "../values.ts";
import { type Attribute, attribute, type ValueClass } from "./attribute.ts";

const MODIFIERS =
  "annual, backup, base, border, cleaning, coating, cooling, daily, default, display, drying, entry, exit, export, field, filter, final, first, fitting, freight, goods, ground, heating, import, inner, internal, landing, level, loading, local, lower, main, mixing, network, night, office, outer, packing, parking, peak, pilot, planned, press, printing, proof, pump, quarterly, regional, repair, reserve, return, second, service, shipping, spare, special, standard, storage, stock, summer, supply, target, test, transfer, upper, visitor, weekly, winter".split(
    ", ",
  );

type Noun = { readonly noun: string; readonly valueClass: ValueClass; readonly draw: DrawValue };

const nouns = (list: string, valueClass: ValueClass, draw: DrawValue): Noun[] =>
  list.split(", ").map((noun) => ({ noun, valueClass, draw }));

const NOUNS: readonly Noun[] = [
  ...nouns("thickness, width, height, depth, length, diameter", "amount", measure(2, 400, "mm", "cm", "metres")),
  ...nouns("interval, delay, duration, period, window", "amount", amount(2, 90, "minutes", "hours", "days", "weeks")),
  ...nouns("fee, budget, allowance, deposit, charge, cost", "amount", money(3, 9000)),
  ...nouns("rate, share, margin, quota, surcharge", "amount", percent),
  ...nouns("temperature", "amount", amount(2, 240, "degrees", "°C")),
  ...nouns("pressure", "amount", measure(2, 90, "bar", "psi")),
  ...nouns("capacity, volume", "amount", amount(2, 900, "litres", "boxes", "units", "cubic metres")),
  ...nouns("speed", "amount", amount(2, 400, "km/h", "rpm", "units per hour")),
  ...nouns(
    "contact, owner, reviewer, sponsor, auditor, supervisor, keeper, inspector, editor, trainer, adviser",
    "person",
    person,
  ),
  ...nouns("code, reference, key, serial number, file number, batch, tag, permit", "code", code),
  ...nouns("date, expiry date, renewal date, inspection", "date", date),
  ...nouns("place, location, depot, branch", "place", site),
  ...nouns("harbour, airport", "place", town),
  ...nouns("hotline, fax", "code", phone),
  ...nouns("room", "word", room),
  ...nouns("partner, carrier, contractor, insurer", "word", firm),
  ...nouns("model, brand, series", "word", name),
  ...nouns("password, alias, label", "word", word),
  ...nouns("mailbox", "word", email),
  ...nouns("forum", "word", channel),
  ...nouns("hour", "word", time),
  ...nouns("firmware", "code", version),
  ...nouns("accessory", "word", product),
];

/** Filled as they are drawn: building all of them would slow down whoever needs a few. */
const known: Attribute[] = [];

/** Any of some 4,700 attributes such as `backup supervisor`, `coating thickness`, `export code`. */
export function openAttribute(random: Random): Attribute {
  return attributeAt(Math.floor(random() * MODIFIERS.length * NOUNS.length));
}

/** Another attribute that shares a word with this one, such as `coating width` for `coating thickness`; none for other labels. */
export function relatedAttribute(random: Random, label: string): Attribute | undefined {
  const [modifier = "", ...rest] = label.split(" ");
  const row = MODIFIERS.indexOf(modifier);
  const column = NOUNS.findIndex(({ noun }) => noun === rest.join(" "));
  if (row < 0 || column < 0) return undefined;
  const sameNoun = random() < 0.5;
  const otherRow = (row + 1 + Math.floor(random() * (MODIFIERS.length - 1))) % MODIFIERS.length;
  const otherColumn = (column + 1 + Math.floor(random() * (NOUNS.length - 1))) % NOUNS.length;
  return attributeAt(sameNoun ? otherRow * NOUNS.length + column : row * NOUNS.length + otherColumn);
}

function attributeAt(place: number): Attribute {
  return (known[place] ??= makeAttribute(place));
}

function makeAttribute(place: number): Attribute {
  const modifier = MODIFIERS[Math.floor(place / NOUNS.length)];
  const found = NOUNS[place % NOUNS.length];
  if (modifier === undefined || found === undefined) throw new RangeError(`There is no attribute number ${place}.`);
  return attribute(`${modifier} ${found.noun}`, found.valueClass, found.draw, { say: [], ask: [] });
}
