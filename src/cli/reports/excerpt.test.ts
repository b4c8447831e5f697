import { expect, test } from "vitest";

import { createPalette } from "../terminal/palette.ts";
import { excerptLines, excerptStart } from "./excerpt.ts";

const plain = createPalette({ colors: false, links: false });
const text =
  "# Codes\n\nIntro line.\n\n| code | meaning |\n|---|---|\n| E11 | low |\n| E42 | The sensor is wet |\nLast line.";

function excerpt(terms: readonly string[], width = 60): readonly string[] {
  return excerptLines(text, { terms, width, maxLines: 2 }, plain).map(({ styled }) => styled);
}

test("it begins with the row or sentence that has most of the terms", () => {
  expect(excerpt(["e42", "sensor", "~sensor"])).toEqual(["| E42 | The sensor is wet |", "Last line."]);
  const broken = "# Wet sensors\n\nDry the cap. A sensor that is\nwet twice is replaced. Never use hot air.";
  const [shown] = excerptLines(broken, { terms: ["sensor", "wet"], width: 60, maxLines: 1 }, plain);
  expect(shown?.styled).toBe("A sensor that is wet twice is replaced.");
});

test("a heading is chosen only when it says more than every sentence", () => {
  const page = "Intro.\n\n## Refunds\n\nRefunds take a week.";
  expect(page.slice(excerptStart(page, ["refunds"]))).toBe("Refunds take a week.");
  const late = `${page}\n\n## Late refunds`;
  expect(late.slice(excerptStart(late, ["late", "refunds"]))).toBe("## Late refunds");
});

test("a date does not end a sentence", () => {
  const page = "Gut zu wissen. Der Resturlaub verfällt am 31. März. Danach ist er weg.";
  const [shown] = excerptLines(page, { terms: ["märz"], width: 90, maxLines: 1 }, plain);
  expect(shown?.styled).toBe("Der Resturlaub verfällt am 31. März.");
});

test("without a match it begins at the beginning", () => {
  expect(excerpt(["zebra"])).toEqual(["# Codes", "Intro line."]);
  expect(excerpt([])).toEqual(["# Codes", "Intro line."]);
});

test("a long sentence is wrapped, and begins a little before its first term", () => {
  const long = `${"before ".repeat(30)}needle${" after".repeat(30)}`;
  const shown = excerptLines(long, { terms: ["needle"], width: 40, maxLines: 2 }, plain).map(({ styled }) => styled);
  expect(shown).toHaveLength(2);
  expect(shown[0]).toMatch(/^….*needle/u);
  expect(shown[1]).toMatch(/…$/u);
  expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(40);
  const [cut] = excerptLines("x".repeat(50), { terms: [], width: 40, maxLines: 1 }, plain);
  expect(cut?.styled).toBe(`${"x".repeat(39)}…`);
});

test("terms are set off, word endings included, and nothing else is", () => {
  const bold = createPalette({ colors: true, links: false });
  const [shown] = excerptLines("Refunds and prefund", { terms: ["refund"], width: 40, maxLines: 1 }, bold);
  expect(shown?.styled).toBe("\u001b[1mRefunds\u001b[22m and prefund");
});

test("the place of an excerpt is where it begins", () => {
  expect(text.slice(excerptStart(text, ["sensor"]))).toMatch(/^\| E42/u);
  expect(text.slice(excerptStart(text, ["last"]))).toBe("Last line.");
  expect(excerptStart(text, ["zebra"])).toBe(0);
  expect(excerptStart("\n  \n  word", ["word"])).toBe(6);
  expect(excerptStart("", ["word"])).toBe(0);
});
