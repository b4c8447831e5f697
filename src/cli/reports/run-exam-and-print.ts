// Runs an exam for people: says first what it will take, asks before it spends, shows how far it is, and how to go on when it was stopped.
import { basename, extname } from "node:path";

import type { ProjectArms } from "../../app/exam/project-arms.ts";
import type { RunForecast, RunReport } from "../../app/exam/run-project-exam.ts";
import type { Project } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Question } from "../../spec/exam.ts";
import { type CommandContext, describeHolder } from "../command-context.ts";
import type { RunFlags } from "../commands/exam-run.ts";
import type { Outcome } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import type { ProgressDisplay } from "../terminal/progress-display.ts";
import { line } from "../terminal/styled.ts";
import { noteOutdated } from "./access-text.ts";
import { dollars } from "./exam-figures.ts";
import { forecastLines, runLines, runningDetail } from "./exam-run.ts";

export type ExamRunRequest = Omit<RunFlags, "adapter" | "template" | "databases"> & {
  /** As it was called. */
  readonly file: string;
  readonly path: string;
  readonly adapter: string | undefined;
  readonly template: string | undefined;
  readonly databases: string | undefined;
};

export async function runExamAndPrint(context: CommandContext, request: ExamRunRequest): Promise<Outcome> {
  const { printer, options } = context;
  const { readExamFile } = await import("../../app/exam/exam-file.ts");
  const askedBy = options.isAsGiven ? { askedBy: options.as } : {};
  const { questions } = readExamFile(request.path, { name: request.file, ...askedBy });
  await using project = await context.openProject();
  const { arms: names, model, adapter, template } = request;
  const arms = await project.examArms({ as: options.as, names, model, adapter, template });
  refuseUnpriced(arms, request);
  if (arms.arms.some(({ context: { kind } }) => kind !== "none")) await noteOutdated(project, printer);
  const run = request.run ?? runName(request.file, model ?? project.settings.config.model);
  const { refuseClimbRun } = await import("../../app/ladder/climb/claim-climb.ts");
  refuseClimbRun(project, run);
  const picked = pick(await arms.nameSources(questions), request);
  const pickedFrom = questions.map(({ id }) => id);
  const report = await runWith(context, { project, arms, request, run, questions: picked, pickedFrom });
  const summary = report.done === 0 ? undefined : await summaryOf(context, project, { ...request, run });
  printer.result({ ...report, ok: outcomeOf(report, request) === undefined }, () =>
    runLines({ report, summary }, printer),
  );
  adviseAfter(context, report, request);
  return outcomeOf(report, request);
}

function refuseUnpriced({ unpriced }: ProjectArms, { budget }: ExamRunRequest): void {
  if (budget === undefined || unpriced.length === 0) return;
  throw new SchoolbookError(
    "config_invalid",
    `A budget cannot be kept: no price is configured for ${unpriced.join(", ")}.`,
    {
      hint: "Give models.<name>.price in the configuration, or leave --budget out.",
    },
  );
}

/** `support.jsonl` and `openai:gpt` make `support-openai-gpt`. */
function runName(file: string, model: string): string {
  const words = `${basename(file, extname(file))}-${model}`;
  const name = words.replaceAll(/[^\w.-]+/gu, "-").replace(/^[^a-z0-9]+/iu, "");
  return name.slice(0, 100).replace(/[-.]+$/u, "") || "exam";
}

function pick(questions: readonly Question[], { tag, limit, file }: ExamRunRequest): readonly Question[] {
  const tagged = tag.length === 0 ? questions : questions.filter(({ tags }) => tag.some((one) => tags.includes(one)));
  if (tagged.length > 0) return tagged.slice(0, limit);
  throw new SchoolbookError("input_invalid", `${file} holds no question with the tag ${tag.join(" or ")}.`, {
    hint: "Check the tag.",
  });
}

type Prepared = {
  readonly project: Project;
  readonly arms: ProjectArms;
  readonly request: ExamRunRequest;
  readonly run: string;
  readonly questions: readonly Question[];
  readonly pickedFrom: readonly string[];
};

async function runWith(context: CommandContext, prepared: Prepared) {
  const { runProjectExam } = await import("../../app/exam/run-project-exam.ts");
  const { headlineMetric } = await import("../../app/exam/project-runs.ts");
  const { project, arms, request, run, questions, pickedFrom } = prepared;
  const { budget, concurrency } = request;
  using display = context.progress();
  return await runProjectExam(project, {
    as: context.options.as,
    run,
    questions,
    pickedFrom,
    ...arms,
    repeats: request.repeats,
    runtime: context.io.runtime,
    readCache: !request.fresh,
    retryFailed: !request.keepFailed,
    headline: headlineMetric(project, request.databases),
    waitMs: request.wait * 1000,
    signal: context.signal,
    hurry: context.hurry,
    onWait: (holder) => {
      display.clear();
      context.printer.note(line`Waiting for ${describeHolder(holder)} to end …`);
    },
    onForecast: async (forecast, asOthers) => agree(forecast, { ...prepared, context, display, asOthers }),
    onProgress: (progress) => {
      const { done, rows, kept, cached } = progress;
      const detail = runningDetail(progress);
      const shown = { stage: "exam", done, total: rows, from: kept + cached, unit: "rows" };
      display.show({ ...shown, ...(detail === "" ? {} : { detail }) });
    },
    ...(budget === undefined ? {} : { budgetUsd: budget }),
    ...(concurrency === undefined ? {} : { maxConcurrency: concurrency }),
  });
}

type Agreement = Prepared & {
  readonly context: CommandContext;
  readonly display: ProgressDisplay;
  readonly asOthers: number;
};

/** Shown before the first call. Whoever names a budget has agreed to spend it. */
async function agree(forecast: RunForecast, agreement: Agreement): Promise<boolean> {
  const { context, display, arms, request, questions, asOthers } = agreement;
  const { printer, io, signal } = context;
  const { unpriced } = arms;
  const shown = { questions: questions.length - asOthers, arms: arms.arms.map(({ name }) => name), asOthers, unpriced };
  display.clear();
  for (const text of forecastLines(forecast, shown, printer)) printer.note(text);
  if (request.dryRun) return false;
  if (forecast.asking === 0) return true;
  await arms.openModels();
  if (request.yes || request.budget !== undefined || (forecast.expectedUsd === 0 && forecast.unknown === 0))
    return true;
  const sum = forecast.expectedUsd === 0 ? "an unknown sum" : `about ${dollars(forecast.expectedUsd)}`;
  if (io.ask === undefined || printer.json) {
    throw new SchoolbookError("usage", `${sum.replace(/^a/u, "A")} would be spent, and nobody can be asked.`, {
      hint: "Say --yes, or what it may cost with --budget.",
      details: { forecast },
    });
  }
  const reply = await io.ask(`Spend ${sum}? [y/N] `, signal);
  return /^y(?:es)?$/iu.test(reply.trim());
}

async function summaryOf(
  context: CommandContext,
  project: Project,
  { run, databases }: Pick<ExamRunRequest, "databases"> & { run: string },
) {
  const { summarizeProjectRun } = await import("../../app/exam/project-runs.ts");
  const { runtime } = context.io;
  return summarizeProjectRun(project, run, { as: context.options.as, runtime, databases, only: "headline" });
}

function outcomeOf({ stopped, failed }: RunReport, { dryRun }: ExamRunRequest): Outcome {
  if (stopped === "budget") return "budget_reached";
  if (stopped === "aborted" || (stopped === "declined" && !dryRun)) return "cancelled";
  return failed > 0 ? "partial" : undefined;
}

function adviseAfter({ printer }: CommandContext, report: RunReport, { dryRun, arms }: ExamRunRequest): void {
  const { cyan, yellow } = printer.notePalette;
  const { stopped, run, missing, rows, failed } = report;
  const say = (text: string): void => printer.note(line`${cyan("→")} ${printer.advice(text)}`);
  if (dryRun) return printer.note(line`Nothing was asked (dry run).`);
  if (stopped === "declined") return printer.note(line`Nothing was asked.`);
  if (stopped !== undefined) {
    printer.note(
      line`${yellow("!")} ${STOPPED[stopped]} ${rows - missing} of ${plural(rows, "row")} ${rows - missing === 1 ? "is" : "are"} kept.`,
    );
    return say("The same command goes on from there.");
  }
  if (failed > 0) say("Mend what made rows fail; the same command then asks again what failed.");
  say(
    arms.length === 1
      ? `\`schoolbook exam show ${run}\` says what went wrong.`
      : `\`schoolbook exam show ${run}\` says what went wrong, \`schoolbook exam compare ${run}\` what may be concluded.`,
  );
}

const STOPPED = {
  aborted: "Stopped.",
  budget: "The budget does not carry it further.",
  failed: "It could not go on.",
} as const;
