// Puts the verdict's questions to an arm of the ladder, once, and keeps what it reached.
import { SchoolbookError } from "../../../core/errors.ts";
import type { ScoredArm } from "../../../exam/report/score-arms.ts";
import { LADDER_ARMS } from "../../../ladder/climb/ladder-arms.ts";
import type { LadderArm } from "../../../ladder/registration/registration.ts";
import { fabricationRate, refusalRecall } from "../../../ladder/verdict/check-vetoes.ts";
import type { WrittenArm } from "../../exam/arms/arm-schema.ts";
import { type ClimbState, lack } from "./climb-state.ts";
import { describeArm, headlineRows } from "./describe-arm.ts";
import { holdLibrary } from "./hold-library.ts";

export async function sitTest(state: ClimbState, arm: WrittenArm): Promise<void> {
  keepTest(state, await askTest(state, arm));
}

const AGAIN = "The same command asks what failed again; or leave it: no rung depends on it.";

/** Rows that are missing leave a verdict open, which no control is worth. */
export async function sitControl(state: ClimbState, arm: WrittenArm): Promise<void> {
  const scored = await askTest(state, arm);
  const [failed] = scored.trials.flatMap(({ outcome }) => (outcome.kind === "failed" ? [outcome.reason] : []));
  if (failed === undefined) keepTest(state, scored);
  else lack(state, arm.name, `not all of its calls were answered (${failed.replace(/\.$/u, "")})`, AGAIN);
}

async function askTest({ project, folder, sitting, options }: ClimbState, arm: WrittenArm): Promise<ScoredArm> {
  options.onEvent({ kind: "begin", arm: arm.name, label: labelOf(arm.name), doing: "sitting" });
  // why: it may be synced while the climb goes on.
  if (arm.context !== "none") await holdLibrary(project, options, folder);
  return sitting.sit("test", arm);
}

function keepTest({ options, sat, results, measured }: ClimbState, scored: ScoredArm): void {
  const { name } = scored;
  sat.set(name, scored);
  const fabricated = scored.scores.get("fabrication") ?? [];
  const found = [refusalRecall(name, headlineRows(scored)), fabricationRate(name, fabricated)];
  measured.push(...found.filter((one) => one !== undefined));
  const result = describeArm(registeredArm(name), scored);
  results.push(result);
  options.onEvent({ kind: "sat", result });
}

function registeredArm(name: string): LadderArm {
  const found = LADDER_ARMS.find((arm) => arm.name === name);
  if (found === undefined) throw new SchoolbookError("internal", `The arm ${name} is none of the ladder's.`);
  return found;
}

export function labelOf(name: string): string {
  return registeredArm(name).label;
}
