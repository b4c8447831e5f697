// Writes a company to a folder: `node lab/world/write-company.ts --seed 1 --split demo --size 1 --out FOLDER`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { SchoolbookError } from "../../src/core/errors.ts";
import type { Company } from "./company/company.ts";
import { createCompany } from "./create-company.ts";

const SPLITS: readonly Company["split"][] = ["train", "exam", "demo"];

/** `documents/` as Markdown files, and everything else as JSON lines beside it. */
export function writeCompany(company: Company, folder: string): void {
  for (const { id, text } of company.documents) {
    const path = join(folder, "documents", id);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const { facts, questions, passages, decoys, upcoming, houseExamples, groups, houseStyle, name, id } = company;
  const lists = { facts, questions, passages, decoys, upcoming, "house-examples": houseExamples };
  for (const [file, rows] of Object.entries(lists)) {
    writeFileSync(join(folder, `${file}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
  writeFileSync(join(folder, "company.json"), `${JSON.stringify({ id, name, groups, houseStyle }, undefined, 2)}\n`);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      split: { type: "string", default: "demo" },
      size: { type: "string", default: "1" },
      out: { type: "string" },
    },
  });
  const split = SPLITS.find((name) => name === values.split);
  if (split === undefined || values.out === undefined) {
    throw new SchoolbookError("usage", `--out FOLDER and --split, one of ${SPLITS.join(", ")}, are needed.`);
  }
  writeCompany(createCompany({ seed: values.seed, split, size: Number(values.size) }), values.out);
}

if (import.meta.main) main();
