// Seeded mutations of valid files, in this process: FUZZ_SECONDS makes it longer, FUZZ_SEED starts it elsewhere.
import { expect, test } from "vitest";

import { SchoolbookError } from "../../src/core/errors.ts";
import { parseFile } from "../../src/parsers/parse-file.ts";
import { createSeeded } from "./files/hostile-file.ts";
import { mutate } from "./mutate.ts";
import { documentProblem } from "./run-files.ts";
import { validFiles } from "./samples/valid-files.ts";

const SECONDS = Number(process.env["FUZZ_SECONDS"] ?? 10);
const FIRST_SEED = Number(process.env["FUZZ_SEED"] ?? 1);
const LIMITS = { maxBytes: 2_000_000, maxChars: 500_000, maxPages: 100 };
const SLOW_MS = 2000;
const OURS = validFiles().filter(({ extension }) => extension !== "pdf");

async function problemOf(bytes: Uint8Array, fileName: string): Promise<string | undefined> {
  const started = performance.now();
  try {
    const document = await parseFile({ bytes, fileName, limits: LIMITS });
    const problem = documentProblem(document, { fileName, make: () => bytes }, LIMITS);
    if (problem !== undefined) return problem;
  } catch (error) {
    if (!(error instanceof SchoolbookError)) return `threw ${String(error)}`;
    if (/it cannot be read as/.test(error.message)) return error.message;
  }
  const ms = performance.now() - started;
  return ms > SLOW_MS ? `took ${ms} ms` : undefined;
}

test(
  `mutated files never bring a parser down (${SECONDS} s)`,
  async () => {
    const end = performance.now() + SECONDS * 1000;
    const problems: string[] = [];
    let seed = FIRST_SEED;
    for (; performance.now() < end && problems.length < 5; seed += 1) {
      const { extension, bytes } = OURS[seed % OURS.length] ?? { extension: "txt", bytes: new Uint8Array() };
      const problem = await problemOf(mutate(bytes, extension, createSeeded(seed)), `seed-${seed}.${extension}`);
      if (problem !== undefined) problems.push(`seed ${seed} (${extension}): ${problem}`);
    }
    expect(problems).toEqual([]);
    expect(seed - FIRST_SEED).toBeGreaterThan(100);
  },
  (SECONDS + 30) * 1000,
);
