// The end of a climb fits on a screen, says each number with its interval, and leaves the whole sentences to the report.
import { expect, test } from "vitest";

import { verdictLines } from "../../src/cli/reports/climb-verdict.ts";
import { createPalette } from "../../src/cli/terminal/palette.ts";
import { visibleWidth } from "../../src/cli/terminal/styled.ts";
import { writeClimbMarkdown } from "../../src/ladder/report/write-climb-markdown.ts";
import { builtClimb } from "./built-climb.ts";

const EVERY = { A0: 0.1, A1: 0.3, AQ: 0.4, A2: 0.6, A3: 0.65, A4: 0.4, A5: 0.84, A6: 0.83 };
const told = { palette: createPalette({ colors: false, links: false }), advice: (text: string) => text };

async function linesOf(right: Readonly<Record<string, number>>, width: number): Promise<readonly string[]> {
  const { report } = await builtClimb({ questions: 90, right });
  return verdictLines(report, told, width).map((one) => {
    expect(visibleWidth(one), one.styled).toBeLessThanOrEqual(width);
    return one.styled;
  });
}

test("a whole ladder ends in 45 lines of 100 columns at most, and its table fits 80", async () => {
  const lines = await linesOf(EVERY, 100);
  expect(lines.length).toBeLessThanOrEqual(45);
  expect(lines.join("\n")).toMatch(/A5 {2}school, open book {2}█+░+ {2}84 % \[\d\d, \d\d\]/u);
  const { report } = await builtClimb({ questions: 90, right: EVERY });
  const narrow = verdictLines(report, told, 80).slice(0, 10);
  for (const one of narrow) expect(visibleWidth(one)).toBeLessThanOrEqual(80);
});

test("each rung has a line with what decided about it, each step one with its interval and its chance", async () => {
  const text = (await linesOf(EVERY, 120)).join("\n");
  expect(text).toMatch(/\n {2}A1 {2}not enough {3}below the bar of 80 %; 54 points \[\d\d, \d\d\] behind A5\n/u);
  expect(text).toMatch(/\n {2}A5 {2}not settled {2}84 % \[\d\d, \d\d\] is not surely above the bar of 80 %\n/u);
  expect(text).toMatch(/\n {2}AQ {2}not enough {3}below the bar of 80 %; /u);
  expect(text).toMatch(/\n {2}A1 → A2 +the open book +\+30 points \[\+\d\d, \+\d\d\] +p < \.0001 +helped\n/u);
  expect(text).toMatch(/school alone +\d+ % \[\d+, \d+\] +A4 reached 40 % \[\d+, \d+\]/u);
  expect(text).not.toMatch(/\(\d+ % to \d+ %\)/u);
});

test("rungs that were not tried say why, and the sentences of the steps and the diagnosis stand in the report", async () => {
  const built = await builtClimb({ questions: 90, right: { A0: 0, A1: 0.1, A2: 0.97, A3: 1 } });
  const text = verdictLines(built.report, told, 120)
    .map(({ styled }) => styled)
    .join("\n");
  expect(text).toMatch(/✓ Serve the open book \(A2\)\.\n/u);
  expect(text).toMatch(/A2 +serve this +98 % \[92, 99\.4\], above the bar of 80 %/u);
  expect(text).toMatch(/A4, A5 +not tried +there are no examples\n/u);
  expect(text).not.toContain("Adding the open book (RAG)");
  const markdown = writeClimbMarkdown({ ...built, version: "1" });
  expect(markdown).toContain("- Adding the open book (RAG) to the prompt (A1) helped: +88 points");
  expect(markdown).toContain("lack knowledge, and the open book brings it");
});
