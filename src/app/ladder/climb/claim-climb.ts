// Makes a climb's name its own: no exam run of that name is mixed into it, none is mixed into its runs, and one process climbs at a time.
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { acquireLock, type Lock } from "../../../core/lock.ts";
import { writeFailure } from "../../../core/write-failure.ts";
import { logPath } from "../../../exam/run/run-log.ts";
import { examFolder } from "../../exam/run-project-exam.ts";
import type { Project } from "../../project/project.ts";
import { climbFolder, climbNames } from "./climb-folder.ts";
import type { ClimbOptions } from "./climb-options.ts";

type Settings = Pick<Project, "settings">;

const DEVELOPMENT = "-development";

/** The runs of a climb: one for choosing, one for the verdict. */
export function climbRuns(name: string): { readonly development: string; readonly test: string } {
  return { development: `${name}${DEVELOPMENT}`, test: name };
}

/** Held until the climb is over. */
export async function claimClimb(
  project: Settings,
  { name, runtime, signal }: Pick<ClimbOptions, "name" | "runtime" | "signal">,
): Promise<Lock> {
  refuseTakenName(project, name);
  const { path } = climbFolder(project, name);
  makePrivate(path);
  return acquireLock(join(path, "climb.lock"), {
    command: `climb --name ${name}`,
    waitMs: 0,
    runtime,
    signal,
    protects: { name: `the climb ${name}`, busy: "exam_busy" },
  });
}

function refuseTakenName(project: Settings, name: string): void {
  const folder = examFolder(project);
  if (name.endsWith(DEVELOPMENT)) {
    throw new SchoolbookError(
      "usage",
      `A climb cannot be called ${name}: the run that a climb chooses its settings on ends so.`,
      {
        hint: "Give it another name with --name.",
      },
    );
  }
  refuseOtherCase(project, name);
  const taken = Object.values(climbRuns(name)).find((run) => existsSync(logPath({ folder, run })));
  if (taken === undefined || isRegistered(project, name)) return;
  throw new SchoolbookError(
    "usage",
    `The climb cannot be called ${name}: there is an exam run ${taken} that no climb has made, and its rows would be mixed.`,
    { hint: "Give the climb another name with --name." },
  );
}

/** Adapters are called after their climb in small letters, and some disks know no others: both would be one. */
function refuseOtherCase(project: Settings, name: string): void {
  if (isRegistered(project, name)) return;
  const other = climbNames(project).find(
    (known) => known !== name && known.toLowerCase() === name.toLowerCase() && isRegistered(project, known),
  );
  if (other === undefined) return;
  throw new SchoolbookError(
    "usage",
    `The climb cannot be called ${name}: there is a climb ${other}, and their adapters would share a name.`,
    { hint: `Give it another name with --name; --name ${other} goes on with that climb.` },
  );
}

function isRegistered(project: Settings, name: string): boolean {
  return existsSync(climbFolder(project, name).registration);
}

/** For `exam run`: rows that nobody registered have no place in a verdict. */
export function refuseClimbRun(project: Settings, run: string): void {
  const climb = climbNames(project).find((name) => Object.values(climbRuns(name)).includes(run));
  if (climb === undefined) return;
  throw new SchoolbookError(
    "usage",
    `The run ${run} belongs to the climb ${climb}, whose questions and arms are registered.`,
    {
      hint: `Name another run with --run; \`schoolbook climb --name ${climb}\` goes on with the climb.`,
    },
  );
}

/** An adapter can say what it has learnt, and a prompt shows examples: for their owner's eyes, as the runs of exams are. */
function makePrivate(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const folder of [dirname(path), path]) chmodSync(folder, 0o700); // why: earlier versions made them for everybody
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}
