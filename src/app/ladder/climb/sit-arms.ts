// Puts questions to arms for a climb: one run of the exam for choosing, one for the verdict; each grows by an arm at a time and is never asked twice.
import { counted } from "../../../core/counted.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import { scoreArms, type ScoredArm } from "../../../exam/report/score-arms.ts";
import type { Forecast } from "../../../exam/run/forecast-run.ts";
import type { RunReport } from "../../../exam/run/run-exam.ts";
import type { Question } from "../../../spec/exam.ts";
import type { WrittenArm } from "../../exam/arms/arm-schema.ts";
import { headlineMetric, projectMetrics } from "../../exam/project-runs.ts";
import { countProjectRows, openProjectRun, runProjectExam } from "../../exam/run-project-exam.ts";
import type { Project } from "../../project/project.ts";
import { climbRuns } from "./claim-climb.ts";
import type { ClimbOptions, Part } from "./climb-options.ts";

export type Sitting = {
  /** The arm's scored rows, by metric. */
  sit(part: Part, arm: WrittenArm): Promise<ScoredArm>;
  readonly runs: Readonly<Record<Part, string>>;
  /** Rows of the verdict's questions that an earlier climb of this name has asked. */
  asked(): Promise<number>;
};

type Questions = Readonly<Record<Part, readonly Question[]>>;

export function createSitting(project: Project, options: ClimbOptions, questions: Questions): Sitting {
  const runs = climbRuns(options.name);
  const arms: Record<Part, WrittenArm[]> = { development: [], test: [] };
  const spent: Record<Part, number> = { development: 0, test: 0 };
  return {
    runs,
    asked: async () => countProjectRows(project, { as: options.as, run: runs.test, runtime: options.runtime }),
    sit: async (part, arm) => {
      arms[part].push(arm);
      const other = part === "test" ? spent.development : spent.test;
      const report = await ask(project, { options, part, run: runs[part], arms: arms[part] }, questions[part], other);
      spent[part] = report.spentUsd;
      refuseStopped(report);
      await using run = openProjectRun(project, { as: options.as, run: runs[part], runtime: options.runtime });
      const scored = await scoreArms(run, projectMetrics(project, undefined));
      const own = scored.find(({ name }) => name === arm.name);
      if (own === undefined) throw new SchoolbookError("internal", `The arm ${arm.name} was asked and is not there.`);
      return own;
    },
  };
}

/** Between two arms another run may begin in the same folder: that is no reason to break a climb off. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

type Asking = {
  readonly options: ClimbOptions;
  readonly part: Part;
  readonly run: string;
  readonly arms: readonly WrittenArm[];
};

async function ask(
  project: Project,
  { options, part, run, arms }: Asking,
  questions: readonly Question[],
  spentElsewhere: number,
): Promise<RunReport> {
  const { as, model, runtime, budgetUsd, onEvent, onForecast, signal, hurry } = options;
  const names = arms.map(({ name }) => name);
  const prepared = await project.examArms({ as, names, own: arms, model });
  const current = names.at(-1) ?? "";
  return runProjectExam(project, {
    as,
    run,
    questions: await prepared.nameSources(questions),
    ...prepared,
    repeats: 1,
    runtime,
    headline: headlineMetric(project, undefined),
    onForecast: async (forecast) => agreed(forecast, { prepared, part, onEvent, onForecast }),
    onProgress: (progress) => onEvent({ kind: "asking", arm: current, progress }),
    command: `climb --name ${options.name}`,
    waitMs: LONGEST_WAIT_MS,
    onWait: (holder) => onEvent({ kind: "waiting", holder }),
    ...(budgetUsd === undefined ? {} : { budgetUsd: Math.max(0, budgetUsd - spentElsewhere) }),
    ...(signal === undefined ? {} : { signal }),
    ...(hurry === undefined ? {} : { hurry }),
  });
}

type Agreeing = Pick<ClimbOptions, "onEvent"> & {
  readonly onForecast: ClimbOptions["onForecast"] | undefined;
  readonly prepared: { openModels(): Promise<void> };
  readonly part: Part;
};

async function agreed(forecast: Forecast, { prepared, part, onEvent, onForecast }: Agreeing): Promise<boolean> {
  onEvent({ kind: "forecast", split: part, forecast });
  if (forecast.asking === 0) return true;
  if ((await onForecast?.(forecast, part)) === false) return false;
  await prepared.openModels();
  return true;
}

/** What was asked is kept: the same command goes on from there. */
function refuseStopped({ stopped, done, rows }: RunReport): void {
  if (stopped === undefined) return;
  const kept = `${done} of ${counted(rows, "row")} ${done === 1 ? "is" : "are"} kept.`;
  if (stopped === "budget")
    throw new SchoolbookError("budget_reached", `The budget does not carry the climb further; ${kept}`);
  throw new SchoolbookError("cancelled", `The climb was stopped; ${kept}`, {
    hint: "The same command goes on from there.",
  });
}
