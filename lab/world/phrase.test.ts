import { expect, test } from "vitest";

import type { Attribute, Phrasing } from "./attributes/attribute.ts";
import { openAttribute } from "./attributes/open-attribute.ts";
import { KIND_RULES, KINDS } from "./kinds.ts";
import { chooseQuestion, chooseStatement, fill, question, type PhrasingSet } from "./phrase.ts";
import { PUBLIC_WORLD } from "./public-world.ts";
import { pick, randomFrom } from "./random.ts";

const ATTRIBUTES: readonly Attribute[] = [
  ...KINDS.flatMap((kind) => KIND_RULES[kind].attributes),
  ...new Set(PUBLIC_WORLD.facts.map(({ attribute }) => attribute)),
  openAttribute(randomFrom("open")),
];

/** Words without case, marks and spaces, so that a held-out phrasing with another comma is still found. */
const bare = (parts: Phrasing): string =>
  parts
    .join("")
    .toLowerCase()
    .replaceAll(/[^a-z{}]/gu, "");

function drawn(
  set: PhrasingSet,
  side: "questions" | "statements",
  count: number,
): { parts: Phrasing; of: Attribute }[] {
  const random = randomFrom(`phrase/${set}/${side}`);
  const choose = side === "questions" ? chooseQuestion : chooseStatement;
  return Array.from({ length: count }, () => {
    const of = pick(random, ATTRIBUTES);
    return { parts: choose(random, of, set), of };
  });
}

test.each(["questions", "statements"] as const)(
  "no composed or roughened phrasing is one of the held-out %s",
  (side) => {
    for (const { parts, of } of drawn("composed", side, 60_000)) {
      const held = of[side].heldOut.map(bare);
      expect(held.includes(bare(parts)), parts.join("")).toBe(false);
    }
  },
);

test.each(["questions", "statements"] as const)("%s have their subject once, and a statement its value", (side) => {
  for (const { parts } of drawn("composed", side, 20_000)) {
    expect(parts.filter((part) => part === "{s}").length, parts.join("")).toBe(1);
    expect(parts.filter((part) => part === "{v}").length, parts.join("")).toBe(side === "statements" ? 1 : 0);
    expect(parts.join(""), parts.join("")).not.toMatch(/\{an?\}|undefined| {2}/u);
  }
});

test("what is composed goes far beyond the lists", () => {
  const lead = ATTRIBUTES.find(({ label }) => label === "lead");
  if (lead === undefined) throw new RangeError("No attribute is called lead.");
  const random = randomFrom("many");
  const seen = (choose: typeof chooseQuestion): number =>
    new Set(Array.from({ length: 20_000 }, () => choose(random, lead, "composed").join(""))).size;
  expect(seen(chooseQuestion)).toBeGreaterThan(3000);
  expect(seen(chooseStatement)).toBeGreaterThan(1000);
});

test("exams draw from the lists alone", () => {
  for (const set of ["train", "exam", "held-out"] as const) {
    for (const { parts, of } of drawn(set, "questions", 5000)) {
      expect([...of.questions.train, ...of.questions.heldOut]).toContain(parts);
    }
  }
});

test("a composed question begins with a capital and keeps the subject's spelling", () => {
  const random = randomFrom("capital");
  const fact = pick(random, PUBLIC_WORLD.facts);
  for (let draw = 0; draw < 2000; draw += 1) {
    const asked = question(random, fact.subject, fact.attribute, "composed");
    expect(asked).toMatch(/^[A-Z]/u);
    expect(asked).toContain(fact.subject.name);
  }
  expect(fill(["by the way, ", "{s}", "'s price is ", "{v}", "."], "the Atlas", "4 euros")).toBe(
    "By the way, the Atlas' price is 4 euros.",
  );
});
