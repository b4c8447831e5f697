import { expect, test } from "vitest";

import { KIND_RULES, KINDS } from "../kinds.ts";
import { PUBLIC_WORLD } from "../public-world.ts";
import { randomFrom } from "../random.ts";
import { openAttribute, relatedAttribute } from "./open-attribute.ts";

const own = KINDS.flatMap((kind) => KIND_RULES[kind].attributes.map((attribute) => ({ kind, attribute })));

test("no made-up attribute has the name of a written one, so that what is undocumented stays undocumented", () => {
  const written = new Set(own.map(({ attribute }) => attribute.label));
  const random = randomFrom("labels");
  const drawn = new Set(Array.from({ length: 60_000 }, () => openAttribute(random).label));
  expect(drawn.size).toBeGreaterThan(4000);
  expect([...drawn].filter((label) => written.has(label))).toEqual([]);
});

test("a kind has each of its attributes once", () => {
  for (const kind of KINDS) {
    const labels = KIND_RULES[kind].attributes.map(({ label }) => label);
    expect(new Set(labels).size, kind).toBe(labels.length);
  }
});

test("no two attributes of a kind are asked or stated in the same words", () => {
  const publicAttributes = [...new Set(PUBLIC_WORLD.facts.map(({ attribute }) => attribute))];
  const groups = [publicAttributes, ...KINDS.map((kind) => KIND_RULES[kind].attributes)];
  for (const attributes of groups) {
    for (const side of ["statements", "questions"] as const) {
      const said = attributes.flatMap((attribute) => {
        const { train, heldOut } = attribute[side];
        return [...new Set([...train, ...heldOut].map((parts) => parts.join("")))];
      });
      expect(said.filter((words, at) => said.indexOf(words) !== at)).toEqual([]);
    }
  }
});

test("every attribute is stated and asked in at least eight ways, and in further ones that are held out", () => {
  const attributes = [
    ...own.map(({ attribute }) => attribute),
    ...PUBLIC_WORLD.facts.map(({ attribute }) => attribute),
    openAttribute(randomFrom("one")),
  ];
  for (const { label, statements, questions } of attributes) {
    for (const { train, heldOut } of [statements, questions]) {
      const seen = new Set(train.map((parts) => parts.join("")));
      expect(seen.size, label).toBeGreaterThanOrEqual(8);
      expect(heldOut.length, label).toBeGreaterThanOrEqual(3);
      expect(
        heldOut.filter((parts) => seen.has(parts.join(""))),
        label,
      ).toEqual([]);
    }
    for (const parts of [...statements.train, ...statements.heldOut]) {
      expect(
        parts.filter((part) => part === "{v}"),
        parts.join(""),
      ).toHaveLength(1);
      expect(
        parts.filter((part) => part === "{s}"),
        parts.join(""),
      ).toHaveLength(1);
    }
  }
});

test("a related attribute shares a word with the first and is another one", () => {
  const random = randomFrom("related");
  for (let draw = 0; draw < 2000; draw += 1) {
    const { label } = openAttribute(random);
    const related = relatedAttribute(random, label)?.label ?? "";
    expect(related).not.toBe(label);
    expect(
      related.split(" ").some((word) => label.split(" ").includes(word)),
      `${label} and ${related}`,
    ).toBe(true);
  }
  expect(relatedAttribute(random, "price")).toBeUndefined();
});
