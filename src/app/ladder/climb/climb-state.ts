// Everything that has come of a climb so far, and how a rung is left out of it.
import type { ScoredArm } from "../../../exam/report/score-arms.ts";
import type { Choice } from "../../../ladder/climb/choose-candidate.ts";
import type { Split } from "../../../ladder/climb/split-questions.ts";
import type { KeptRegistration } from "../../../ladder/registration/keep-registration.ts";
import type { Measured } from "../../../ladder/verdict/check-vetoes.ts";
import type { WrittenArm } from "../../exam/arms/arm-schema.ts";
import type { Project } from "../../project/project.ts";
import type { ClimbFolder } from "./climb-folder.ts";
import type { ArmResult, ClimbOptions, ClimbReport, Lacking, Schooled } from "./climb-options.ts";
import type { Sitting } from "./sit-arms.ts";

export type ClimbState = {
  readonly project: Project;
  readonly options: ClimbOptions;
  readonly folder: ClimbFolder;
  readonly split: Split;
  readonly registration: KeptRegistration;
  readonly sitting: Sitting;
  readonly sat: Map<string, ScoredArm>;
  readonly results: ArmResult[];
  readonly measured: Measured[];
  readonly choices: { readonly arm: string; readonly choice: Choice }[];
  readonly schooled: (Schooled & { readonly arm: string })[];
  readonly lacking: Lacking[];
  /** What of the examples gives the exam away. */
  readonly leaks: ClimbReport["leaks"];
  /** The prompts that were chosen, with and without passages. */
  readonly prompts: { closed: WrittenArm; open: WrittenArm };
};

/** Said, with what it would take; the ladder goes on. */
export function lack({ lacking, options }: ClimbState, arm: string, what: string, remedy: string): void {
  const one = { arm, what, remedy };
  lacking.push(one);
  options.onEvent({ kind: "lacks", lacking: one });
}
