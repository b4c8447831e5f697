// Requests for JSON, short and long. Training answers them in a plain sentence: the form of a reply is what school teaches.
import { inventName } from "../names.ts";
import { chance, pick, type Random, sample, shuffled, whole } from "../random.ts";
import { JSON_REQUESTS } from "./phrasings.ts";

/** The question with a request for JSON behind it, on the same line or the next. */
export function withJsonRequest(random: Random, asked: string): string {
  const request = chance(random, 0.4) ? pick(random, JSON_REQUESTS) : longRequest(random);
  return `${asked}${chance(random, 0.5) ? "\n" : " "}${request}`;
}

const FIELDS = [
  "status",
  "answer",
  "source",
  "desk",
  "team",
  "reply",
  "text",
  "passage",
  "found",
  "ref",
  "topic",
  "language",
  "signed",
];

const RULES: readonly ((field: string, random: Random) => string)[] = [
  (field) => `${field} is "yes" or "no"`,
  (field) => `${field} is a number or null`,
  (field) => `${field} is the number of the passage`,
  (field) => `${field} is short`,
  (field) => `${field} is one sentence`,
  (field, random) => `${field} begins with "${pick(random, GREETINGS)}"`,
  (field, random) => `${field} ends with "${pick(random, GREETINGS)}"`,
  (field, random) => `${field} is "${inventName(random, "train")} ${pick(random, ["Desk", "Team", "Office", "Help"])}"`,
];

const GREETINGS = ["Thank you.", "Dear colleague,", "Here you are:", "With pleasure.", "Of course.", "As you wished:"];

const FORMS: readonly ((fields: string) => string)[] = [
  (fields) => `Reply with one line of JSON with the fields ${fields}, in this order, and nothing else.`,
  (fields) => `Give back one JSON object with exactly these keys: ${fields}.`,
  (fields) => `Your reply must be JSON. Its fields are ${fields}.`,
  (fields) => `Answer as JSON (${fields}) without any other text.`,
];

/** Names fields in some order and says what some of them hold. */
function longRequest(random: Random): string {
  const fields = sample(random, FIELDS, whole(random, 2, 5));
  const ruled = sample(random, fields, whole(random, 0, 4));
  const rules = shuffled(random, ruled).map((field) => pick(random, RULES)(field, random));
  return `${pick(random, FORMS)(fields.join(", "))}${rules.length === 0 ? "" : ` ${rules.join("; ")}.`}`;
}
