// The house style: how a company wants its replies written. Nano does not know it; school teaches it.
import { parseObject } from "../../src/core/parse-object.ts";
import { capital } from "./names.ts";
import { pick, type Random } from "./random.ts";

/** The strict JSON reply: these fields, in this order, and nothing else. */
export type HouseStyle = {
  readonly desk: string;
  readonly opening: string;
  readonly fields: readonly ["status", "answer", "source", "desk"];
};

export const HOUSE_FIELDS = ["status", "answer", "source", "desk"] as const;

const OPENINGS = [
  "Thank you for asking.",
  "Good to hear from you.",
  "Happy to help.",
  "Glad you asked.",
  "Thanks for your message.",
  "At your service.",
];

/** `company` is the invented word in the company's name. */
export function createHouseStyle(random: Random, company: string): HouseStyle {
  const desk = `${capital(company)} ${pick(random, ["Desk", "Help", "Care", "Line", "Team"])}`;
  return { desk, opening: pick(random, OPENINGS), fields: HOUSE_FIELDS };
}

export type HouseReply = {
  /** The plain sentence without citation; none when the passages do not say. */
  readonly answer?: string;
  readonly source?: number;
};

/** `{"status":"found","answer":"Happy to help. The price …","source":2,"desk":"Velora Desk"}`: keys in order, no spaces. */
export function houseReply({ desk, opening }: HouseStyle, { answer, source }: HouseReply): string {
  const found = answer !== undefined;
  return JSON.stringify({
    status: found ? "found" : "missing",
    answer: `${opening} ${found ? answer : "We have nothing written down about this."}`,
    source: source ?? null,
    desk,
  });
}

/** What an exam says when it asks for the house style in so many words. */
export function houseRequest({ desk, opening }: HouseStyle): string {
  return [
    `Reply with one line of JSON with the fields status, answer, source, desk, in this order, and nothing else.`,
    `status is "found" or "missing"; answer begins with "${opening}"; source is the number of the passage or null; desk is "${desk}".`,
  ].join(" ");
}

/** What is wrong with a reply by the rules of the house; nothing when it is valid. */
export function houseStyleFaults({ desk, opening, fields }: HouseStyle, reply: string): readonly string[] {
  const parsed = parseObject(reply);
  if (parsed === undefined) return ["the reply is not one JSON object"];
  const faults: string[] = [];
  if (Object.keys(parsed).join(" ") !== fields.join(" "))
    faults.push(`the fields are not ${fields.join(", ")} in this order`);
  const { status, answer, source } = parsed;
  if (status !== "found" && status !== "missing") faults.push('status is neither "found" nor "missing"');
  if (typeof answer !== "string" || !answer.startsWith(`${opening} `))
    faults.push(`answer does not begin with "${opening}"`);
  const numbered = typeof source === "number" && Number.isInteger(source) && source > 0;
  if (status === "found" ? !numbered : source !== null) faults.push("source does not fit status");
  if (parsed["desk"] !== desk) faults.push(`desk is not "${desk}"`);
  return faults;
}
