// Writes exam rows of unseen companies: `node lab/world/write-exam.ts --seed 1 --questions 500 --kind single --out FILE`.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { SchoolbookError } from "../../src/core/errors.ts";
import { createCast } from "./create-cast.ts";
import { EXAM_KINDS, type ExamKind, type ExamRow, examRow } from "./exam/exam-kinds.ts";
import type { PhrasingSet } from "./phrase.ts";
import { randomFrom } from "./random.ts";

/** Few questions per company, so that no company weighs much in the result. */
const QUESTIONS_PER_COMPANY = 5;

export type ExamOptions = {
  readonly seed: string;
  readonly questions: number;
  readonly kind: ExamKind;
  /** `exam` draws four phrasings in ten from the held-out ones. */
  readonly phrasings?: PhrasingSet;
};

/** The same options give the same rows. */
export function examRows({ seed, questions, kind, phrasings = "exam" }: ExamOptions): readonly ExamRow[] {
  const rows: ExamRow[] = [];
  for (let company = 0; rows.length < questions; company += 1) {
    const random = randomFrom(`exam/${seed}/${company}/${kind}`);
    const cast = createCast({ random, split: "exam" });
    for (let row = 0; row < QUESTIONS_PER_COMPANY && rows.length < questions; row += 1) {
      rows.push(examRow(kind, `${kind}-${seed}-${company}-${row}`, { random, cast, phrasings }));
    }
  }
  return rows;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      questions: { type: "string", default: "500" },
      kind: { type: "string", default: "single" },
      phrasings: { type: "string", default: "exam" },
      out: { type: "string" },
    },
  });
  const kind = named("kind", values.kind, EXAM_KINDS);
  const phrasings = named("phrasings", values.phrasings, ["train", "exam", "held-out"] as const);
  const rows = examRows({ seed: values.seed, questions: Number(values.questions), kind, phrasings });
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  if (values.out === undefined) process.stdout.write(lines);
  else writeFileSync(values.out, lines);
}

function named<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) {
    throw new SchoolbookError("usage", `--${option} ${value} is unknown; there are ${names.join(", ")}.`);
  }
  return found;
}

if (import.meta.main) main();
