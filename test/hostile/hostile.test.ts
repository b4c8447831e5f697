// Every hostile file through the real pool, at a size that every run of the tests can afford.
import { expect, test } from "vitest";

import type { HostileFile } from "./files/hostile-file.ts";
import { hostileFiles } from "./hostile-files.ts";
import { runHostile, SMALL_CAPS } from "./run-files.ts";

const BUDGET_MS = 150_000;

/** Under every text extension the same strings do much the same: here each string meets some of them in turn. */
function sample(files: readonly HostileFile[]): readonly HostileFile[] {
  return files.filter(({ fileName }, index) => !/^(?:killer-|cut-at-|flipped-)/.test(fileName) || index % 5 === 0);
}

test(
  "each hostile file is parsed within the caps or reported with its name and the reason",
  async () => {
    const files = sample(hostileFiles("small"));
    const problems: string[] = [];
    const outcomes = { parsed: 0, reported: 0 };
    for await (const { fileName, outcome, problem } of runHostile(files, SMALL_CAPS)) {
      outcomes[outcome] += 1;
      if (problem !== undefined) problems.push(`${fileName}: ${problem}`);
    }
    expect(problems).toEqual([]);
    expect(files.length).toBeGreaterThan(300);
    expect(outcomes.parsed).toBeGreaterThan(100);
    expect(outcomes.reported).toBeGreaterThan(100);
  },
  BUDGET_MS,
);

test("no two hostile files have the same name", () => {
  const names = hostileFiles("small").map((file) => file.fileName);
  expect(names).toHaveLength(new Set(names).size);
});
