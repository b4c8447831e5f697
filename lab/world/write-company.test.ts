import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createCompany } from "./create-company.ts";
import { writeCompany } from "./write-company.ts";

test("a written company is its documents as files and everything else as lines", () => {
  const folder = mkdtempSync(join(tmpdir(), "company-"));
  try {
    const company = createCompany({ seed: 3, split: "demo" });
    writeCompany(company, folder);
    for (const { id, text } of company.documents)
      expect(readFileSync(join(folder, "documents", id), "utf8")).toBe(text);
    const questions = readFileSync(join(folder, "questions.jsonl"), "utf8").trimEnd().split("\n");
    expect(questions.map((line): unknown => JSON.parse(line))).toEqual(company.questions);
    expect(readdirSync(folder).toSorted((one, other) => one.localeCompare(other))).toEqual(
      "company.json decoys.jsonl documents facts.jsonl house-examples.jsonl passages.jsonl questions.jsonl upcoming.jsonl".split(
        " ",
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
