// Writes a company as a project for Schoolbook: `node lab/world/write-project.ts --seed 1 --questions 80 --rows 240 --size 2 --out FOLDER`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { SchoolbookError } from "../../src/core/errors.ts";
import { createCompany } from "./create-company.ts";
import { companyProject, type ProjectFile } from "./project/company-project.ts";

export function writeFiles(files: readonly ProjectFile[], folder: string): void {
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      questions: { type: "string", default: "80" },
      rows: { type: "string", default: "240" },
      size: { type: "string", default: "1" },
      out: { type: "string" },
    },
  });
  if (values.out === undefined) throw new SchoolbookError("usage", "--out FOLDER is needed.");
  const company = createCompany({ seed: values.seed, split: "demo", size: Number(values.size) });
  const sizes = { questions: Number(values.questions), rows: Number(values.rows) };
  writeFiles(companyProject(company, sizes), values.out);
}

if (import.meta.main) main();
