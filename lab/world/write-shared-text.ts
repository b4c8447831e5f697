// Writes training text in which many questions share their passages: `node lab/world/write-shared-text.ts --seed a --companies 100 --out FILE`.
// Why: nearly all tokens of a reading row are passages; asking eight questions of the same ones costs an eighth of the time.
import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";

import { SchoolbookError } from "../../src/core/errors.ts";
import { createCast } from "./create-cast.ts";
import { randomFrom } from "./random.ts";
import { many } from "./tasks/pick-passages.ts";
import type { TaskContext } from "./tasks/task.ts";
import { makeSharedRow, MIXES } from "./training/shared-row.ts";

export type SharedText = {
  readonly seed: string;
  readonly mix: string;
  readonly rows: number;
  readonly split: "train" | "exam";
};

/** The rows of one company as JSON lines; the same options and company give the same bytes. */
export function sharedLines({ seed, mix, rows, split }: SharedText, company: number): string {
  const shares = MIXES[mix];
  if (shares === undefined) {
    throw new SchoolbookError("usage", `--mix ${mix} is unknown; there are ${Object.keys(MIXES).join(", ")}.`);
  }
  const random = randomFrom(`shared/${seed}/${company}`);
  const cast = createCast({ random, split });
  const context: TaskContext = { random, cast, phrasings: split === "train" ? "composed" : split };
  return many(rows, () => `${JSON.stringify(makeSharedRow(context, shares))}\n`).join("");
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      companies: { type: "string", default: "100" },
      rows: { type: "string", default: "20" },
      mix: { type: "string", default: "main" },
      split: { type: "string", default: "train" },
      out: { type: "string", default: "shared.jsonl" },
    },
  });
  const { seed, mix, rows } = values;
  const text: SharedText = { seed, mix, rows: Number(rows), split: values.split === "exam" ? "exam" : "train" };
  const file = openSync(values.out, "w");
  for (let company = 0; company < Number(values.companies); company += 1) writeSync(file, sharedLines(text, company));
  closeSync(file);
}

if (import.meta.main) main();
