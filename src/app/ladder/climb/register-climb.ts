// What a climb registers before its first call: bar, margin, vetoes, splits, and what is put to the exam.
import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { sha256 } from "../../../core/hash.ts";
import { LADDER_ARMS, QUOTING_ARM } from "../../../ladder/climb/ladder-arms.ts";
import type { Split } from "../../../ladder/climb/split-questions.ts";
import { readRegistration } from "../../../ladder/registration/keep-registration.ts";
import { examHash, type LadderArm, type Registration } from "../../../ladder/registration/registration.ts";
import type { Question } from "../../../spec/exam.ts";
import { readTextFile } from "../../exam/exam-file.ts";
import type { ClimbFolder } from "./climb-folder.ts";
import type { ClimbOptions, Schooling } from "./climb-options.ts";
import { leftOutInput } from "./example-leaks.ts";

type Given = {
  readonly library: string | undefined;
  readonly arms: readonly LadderArm[];
  /** Lines of the examples that are not learnt from. */
  readonly leftOut: readonly number[];
};

/** A climb that an earlier version registered, which did not quote, goes on as it was registered. */
export function armsFor({ registration: path }: Pick<ClimbFolder, "registration">): readonly LadderArm[] {
  if (!existsSync(path)) return LADDER_ARMS;
  const earlier = LADDER_ARMS.filter(({ name }) => name !== QUOTING_ARM);
  return isDeepStrictEqual(readRegistration(path).registration.arms, earlier) ? earlier : LADDER_ARMS;
}

/** Vetoes on refusals need questions that nothing answers. */
export function registrationOf(
  options: ClimbOptions,
  { development, test }: Split,
  { library, arms, leftOut }: Given,
): Registration {
  const { bar, margin, alpha, vetoes, budgetUsd, seed } = options;
  const isAsked = test.some(({ expected }) => expected.unanswerable === true);
  const ids = (part: readonly Question[]): readonly string[] => part.map(({ id }) => id);
  return {
    version: 1,
    metric: "correct",
    bar,
    margin,
    alpha,
    seed,
    vetoes: vetoes.filter(({ measure }) => (measure === "forgetting" ? canLearn(options.schooling) : isAsked)),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    looks: 2,
    inputs: {
      model: options.model,
      ...(library === undefined ? {} : { library }),
      ...(options.template === undefined ? {} : { template: hashOfFile(options.template) }),
      ...(options.examples === undefined ? {} : { examples: hashOfFile(options.examples) }),
      ...leftOutInput(leftOut),
    },
    repeats: 1,
    splits: { development: ids(development), test: ids(test) },
    examHash: examHash([...development, ...test]),
    arms,
  };
}

function hashOfFile(path: string): string {
  return sha256(readTextFile(path));
}

export function canLearn(schooling: ClimbOptions["schooling"]): schooling is Schooling {
  return "train" in schooling;
}
