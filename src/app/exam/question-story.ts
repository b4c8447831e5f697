// Everything that a run knows of one question, as far as its reader may read it now: what each arm was shown, said, cited and scored.
import { SchoolbookError } from "../../core/errors.ts";
import { scoreTrials } from "../../exam/metrics/summarize-metric.ts";
import { withhold, withoutClosed, wordless } from "../../exam/report/withhold.ts";
import type { Question, Score, Trial } from "../../spec/exam.ts";
import { closestName } from "../closest-name.ts";
import type { Project } from "../project/project.ts";
import { libraryNow } from "./library-now.ts";
import { openRun, projectMetrics, type RunReader } from "./project-runs.ts";

export type ToldTrial = Pick<Trial, "arm" | "repeat" | "latencyMs" | "costUsd" | "outcome"> & {
  readonly cached: boolean;
  readonly attempts: number;
  readonly waitedMs: number;
  /** By metric; those that have nothing to say about the question are not there. */
  readonly scores: Readonly<Record<string, Score>>;
};

export type QuestionStory = {
  readonly run: string;
  readonly question: Question;
  readonly trials: readonly ToldTrial[];
  /** Why no text that rests on the library is shown. */
  readonly libraryProblem?: string | undefined;
};

export async function questionStory(
  project: Pick<Project, "settings" | "principalsOf" | "document">,
  { run: name, id, ...reader }: RunReader & { readonly run: string | undefined; readonly id: string },
): Promise<QuestionStory> {
  await using run = openRun(project, name, reader);
  const question = run.plan.questions.find((one) => one.id === id);
  if (question === undefined) throw noQuestion(run.run, id, run.plan.questions);
  // why: what it took is told beside the arm's name.
  const metrics = projectMetrics(project, reader.databases).filter(({ unit }) => unit === "share");
  const trials: ToldTrial[] = [];
  const rows = [...run.rows()].filter(({ trial }) => trial.question.id === id);
  const library = await libraryNow(
    project,
    { questions: [question], arms: run.plan.arms, trials: rows.map(({ trial }) => trial) },
    reader.as,
  );
  for (const { trial, row } of rows) {
    const { trial: shown, isTold } = withhold(trial, library);
    const scores: Record<string, Score> = {};
    for (const metric of metrics) {
      const [scored] = await scoreTrials(metric, [trial]);
      if (scored !== undefined) scores[metric.name] = isTold ? scored.score : wordless(scored.score);
    }
    const { question: _, ...told } = shown;
    trials.push({ ...told, cached: row.cached, attempts: row.attempts, waitedMs: row.waitedMs, scores });
  }
  return { run: run.run, question: withoutClosed(question, library), trials, libraryProblem: library.problem };
}

function noQuestion(run: string, id: string, questions: readonly Question[]): SchoolbookError {
  const nearest = closestName(
    id,
    questions.map((one) => one.id),
  );
  return new SchoolbookError("not_found", `The run ${run} has no question ${JSON.stringify(id)}.`, {
    hint:
      nearest === undefined ? "`schoolbook exam show --json` lists what went wrong by id." : `Did you mean ${nearest}?`,
  });
}
