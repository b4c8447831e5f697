import { expect, test } from "vitest";

import { REFUSAL } from "./reading-prompt.ts";
import type { SharedRow } from "./training/shared-row.ts";
import { MIXES } from "./training/shared-row.ts";
import { sharedLines, type SharedText } from "./write-shared-text.ts";

const TUNE: SharedText = { seed: "test", mix: "tune", rows: 12, split: "train" };

function rowsOf(text: SharedText, companies: number): SharedRow[] {
  return Array.from({ length: companies }, (_, company) => sharedLines(text, company))
    .join("")
    .trimEnd()
    .split("\n")
    .map((line): SharedRow => JSON.parse(line))
    .filter((row) => "branches" in row);
}

const refuses = ({ reply }: SharedRow["branches"][number]): boolean => reply.startsWith(REFUSAL);

test("the same seed gives the same bytes, and another seed or company others", () => {
  for (const mix of Object.keys(MIXES)) {
    const lines = sharedLines({ ...TUNE, mix }, 1);
    expect(sharedLines({ ...TUNE, mix }, 1), mix).toBe(lines);
    expect(sharedLines({ ...TUNE, mix }, 2), mix).not.toBe(lines);
    expect(sharedLines({ ...TUNE, mix, seed: "other" }, 1), mix).not.toBe(lines);
  }
});

test("a citation names a passage that holds what the reply says", () => {
  for (const { passages, branches } of rowsOf(TUNE, 40)) {
    const texts = passages.split(/^\[\d+\] /mu);
    for (const { reply } of branches) {
      const [, value = "", number] = / is (.+) \[(\d+)\]\.$/u.exec(reply) ?? [];
      if (number === undefined) continue;
      const last = value.split(" ").at(-1) ?? value;
      expect(texts[Number(number)]?.toLowerCase(), reply).toContain(last.toLowerCase());
    }
  }
});

test("a question about two facts is answered with a passage for each, or with the half that stands there", () => {
  const rows = rowsOf({ ...TUNE, mix: "pairs" }, 40).filter(({ stage }) => stage === "pairs");
  const claims = rows.flatMap(({ passages, branches }) => {
    const texts = passages.split(/^\[\d+\] /mu);
    return branches.map(({ reply }) => {
      const told = [...reply.matchAll(/ is (.+?) \[(\d+)\]/gu)];
      for (const [, value = "", number] of told) {
        expect(texts[Number(number)]?.toLowerCase(), reply).toContain(value.split(" ").at(-1)?.toLowerCase());
      }
      return { told: told.length, half: reply.includes(" The passages do not say what the ") };
    });
  });
  expect(claims.every(({ told }) => told > 0)).toBe(true);
  expect(claims.filter(({ half, told }) => half && told > 1)).toEqual([]);
  expect(claims.filter(({ told }) => told === 2).length / claims.length).toBeGreaterThan(0.35);
  expect(claims.filter(({ half }) => half).length / claims.length).toBeGreaterThan(0.05);
});

test("of two versions of a page the newer one answers, however the question is put", () => {
  const rows = rowsOf({ ...TUNE, mix: "pairs" }, 60).filter(({ branches }) => branches.length === 4);
  const alike = rows.filter(({ branches }) => new Set(branches.map(({ reply }) => reply)).size === 1);
  expect(alike.length).toBeGreaterThan(20);
  for (const { passages, branches } of alike) {
    const cited = Number(/\[(\d+)\]/u.exec(branches[0]?.reply ?? "")?.[1]);
    const dates = [...passages.matchAll(/^\[\d+\] .*\((\d{4}-\d{2}-\d{2})\)$/gmu)].map(([, date = ""]) => date);
    expect(dates.length, passages).toBeGreaterThan(1);
    expect(
      dates.some((date) => date < (dates[cited - 1] ?? "")),
      passages,
    ).toBe(true);
  }
});

test("the first question is the one that the passages mislead about, and in some four rows of ten it is refused", () => {
  const rows = rowsOf({ ...TUNE, rows: 20 }, 80).filter(({ stage }) => stage === "many");
  const share = rows.filter(({ branches: [first] }) => first !== undefined && refuses(first)).length / rows.length;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.5);
});

test("there are two to three answers for each refusal", () => {
  for (const mix of ["short", "tune", "long"]) {
    const branches = rowsOf({ ...TUNE, mix }, 60).flatMap((row) => row.branches);
    const refused = branches.filter(refuses).length;
    const answered = branches.length - refused;
    expect(answered / refused, mix).toBeGreaterThan(1.6);
    expect(answered / refused, mix).toBeLessThan(3.2);
  }
});

test("training text holds no held-out frame, and text for exams does", () => {
  const words = /Could you look up the|Remind me of|I was asked about|When it comes to|Whoever asks for the/u;
  const text = (split: SharedText["split"]): string =>
    Array.from({ length: 40 }, (_, company) => sharedLines({ ...TUNE, split }, company)).join("");
  expect(text("train")).not.toMatch(words);
  expect(text("exam")).toMatch(words);
});
