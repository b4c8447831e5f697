import { expect, test } from "vitest";

import { createPalette } from "../terminal/palette.ts";
import { excerptLines, excerptStart } from "./excerpt.ts";

const plain = createPalette({ colors: false, links: false });
const text =
  "# Codes\n\nIntro line.\n\n| code | meaning |\n|---|---|\n| E11 | low |\n| E42 | The sensor is wet |\nLast line.";

function excerpt(terms: readonly string[], width = 60): readonly string[] {
  return excerptLines(text, { terms, width, maxLines: 2 }, plain).map(({ styled }) => styled);
}

test("the lines with most of the terms are chosen", () => {
  expect(excerpt(["e42", "sensor", "~sensor"])).toEqual(["| E11 | low |", "| E42 | The sensor is wet |"]);
});

test("without a match it begins at the beginning", () => {
  expect(excerpt(["zebra"])).toEqual(["# Codes", "Intro line."]);
  expect(excerpt([])).toEqual(["# Codes", "Intro line."]);
});

test("a long line is cut around its first term", () => {
  const long = `${"before ".repeat(30)}needle${" after".repeat(30)}`;
  const [shown] = excerptLines(long, { terms: ["needle"], width: 40, maxLines: 3 }, plain);
  expect(shown?.styled).toMatch(/^….*needle.*…$/u);
  expect(shown?.styled.length).toBeLessThanOrEqual(40);
});

test("terms are set off, word endings included, and nothing else is", () => {
  const bold = createPalette({ colors: true, links: false });
  const [shown] = excerptLines("Refunds and prefund", { terms: ["refund"], width: 40, maxLines: 1 }, bold);
  expect(shown?.styled).toBe("\u001b[1mRefunds\u001b[22m and prefund");
});

test("the place of an excerpt is its first line with a term", () => {
  expect(text.slice(excerptStart(text, ["sensor"]))).toMatch(/^\| E42/u);
  expect(text.slice(excerptStart(text, ["last"]))).toBe("Last line.");
  expect(excerptStart(text, ["zebra"])).toBe(0);
  expect(excerptStart("\n  \n  word", ["word"])).toBe(6);
  expect(excerptStart("", ["word"])).toBe(0);
});
