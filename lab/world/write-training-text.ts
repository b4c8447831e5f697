// Writes nano's training text: `node lab/world/write-training-text.ts --seed 1 --companies 1000 --stage mixed --out FILE`.
import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";

import { SchoolbookError } from "../../src/core/errors.ts";
import { createCast } from "./create-cast.ts";
import { randomFrom } from "./random.ts";
import { makeRow, type Stage, STAGE_NAMES } from "./training/stages.ts";

const CHUNK = 1 << 20;

/** The rows of one company as JSON lines; the same seed, company and stage give the same bytes. */
export function companyLines(seed: string, company: number, stage: Stage, rows: number): string {
  const random = randomFrom(`train/${seed}/${company}/${stage}`);
  const cast = createCast({ random, split: "train" });
  let lines = "";
  for (let row = 0; row < rows; row += 1) {
    lines += `${JSON.stringify(makeRow(stage, { random, cast, phrasings: "composed" }))}\n`;
  }
  return lines;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      companies: { type: "string", default: "100" },
      rows: { type: "string", default: "60" },
      stage: { type: "string", default: "mixed" },
      out: { type: "string" },
    },
  });
  const stage = STAGE_NAMES.find((name) => name === values.stage);
  if (stage === undefined) {
    throw new SchoolbookError("usage", `--stage ${values.stage} is unknown; there are ${STAGE_NAMES.join(", ")}.`);
  }
  const file = values.out === undefined ? 1 : openSync(values.out, "w");
  let buffer = "";
  for (let company = 0; company < Number(values.companies); company += 1) {
    buffer += companyLines(values.seed, company, stage, Number(values.rows));
    if (buffer.length < CHUNK) continue;
    writeAll(file, buffer);
    buffer = "";
  }
  writeAll(file, buffer);
  if (file !== 1) closeSync(file);
}

/** A pipe may take less than it is given. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

if (import.meta.main) main();
