// Rows of the examples that give the exam away: looked for before anything is registered; those that ask its very questions are not learnt from.
import { existsSync } from "node:fs";

import type { ExampleLeaks } from "../../../ladder/climb/climb-report.ts";
import { readRegistration } from "../../../ladder/registration/keep-registration.ts";
import type { Registration } from "../../../ladder/registration/registration.ts";
import { findLeaks } from "../../../school/check/find-leaks.ts";
import { prepareRows } from "../../../school/check/prepare-rows.ts";
import type { Question } from "../../../spec/exam.ts";
import type { TrainExample } from "../../../spec/training.ts";
import type { ClimbFolder } from "./climb-folder.ts";

export type Rows = { readonly examples: readonly TrainExample[]; readonly lines: readonly number[] };

export function exampleLeaks({ examples, lines }: Rows, questions: readonly Question[]): ExampleLeaks {
  // why: that rows come from documents that the exam asks about is what reading from them takes; `school check` says it.
  const asked = questions.map(({ id, question }) => ({ id, question, sources: [] }));
  const findings = findLeaks(prepareRows(examples, lines), asked);
  const linesOf = (kind: string): readonly number[] => [
    ...new Set(findings.flatMap((finding) => (finding.kind === kind ? finding.lines : []))),
  ];
  const exact = linesOf("leak-exact").toSorted((one, other) => one - other);
  const near = linesOf("leak-near").filter((line) => !exact.includes(line));
  return { exact, near: near.toSorted((one, other) => one - other) };
}

/** As the climb was registered, where it was: what it learns from does not change on the way, however leaks are looked for. */
export function leftOutLines(
  { registration: path }: Pick<ClimbFolder, "registration">,
  { exact }: Pick<ExampleLeaks, "exact">,
): readonly number[] {
  return existsSync(path) ? readLeftOut(readRegistration(path).registration.inputs) : exact;
}

const LEFT_OUT = "examplesLeftOut";

/** Nothing where nothing is left out, as earlier versions had it. */
export function leftOutInput(lines: readonly number[]): Registration["inputs"] {
  return lines.length === 0 ? {} : { [LEFT_OUT]: lines.join(",") };
}

function readLeftOut(inputs: Registration["inputs"]): readonly number[] {
  const written = inputs[LEFT_OUT];
  return written === undefined ? [] : written.split(",").map(Number);
}

export function without({ examples, lines }: Rows, leftOut: readonly number[]): readonly TrainExample[] {
  return examples.filter((_, at) => !leftOut.includes(lines[at] ?? at + 1));
}
