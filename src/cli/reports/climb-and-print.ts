// Climbs for people: what is registered, each rung as it is tried and reached, and the verdict.
import { basename, extname } from "node:path";

import type { ClimbEvent, ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import type { Project } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Question } from "../../spec/exam.ts";
import { type CommandContext, describeHolder } from "../command-context.ts";
import type { ClimbFlags } from "../commands/climb.ts";
import type { Outcome } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import type { ProgressDisplay } from "../terminal/progress-display.ts";
import { line } from "../terminal/styled.ts";
import { verdictLines } from "./climb-verdict.ts";
import { choiceLine, leakLines, registeredLine, resultLine, schoolFailedLine } from "./climb.ts";
import { dollars } from "./exam-figures.ts";
import { runningDetail } from "./exam-run.ts";

export type ClimbRequest = Omit<ClimbFlags, "examples" | "template"> & {
  /** As it was called. */
  readonly file: string;
  readonly path: string;
  readonly examples: string | undefined;
  readonly template: string | undefined;
};

export async function climbAndPrint(context: CommandContext, request: ClimbRequest): Promise<Outcome> {
  const { printer, options } = context;
  const { readExamFile } = await import("../../app/exam/exam-file.ts");
  const askedBy = options.isAsGiven ? { askedBy: options.as } : {};
  const { questions } = readExamFile(request.path, { name: request.file, ...askedBy });
  await using project = await context.openProject();
  const report = await climb(context, { project, request, questions });
  // why: a file or a pipe has no columns, and takes the whole names.
  const { isTTY, columns } = context.io.stdout;
  printer.result(report, () => verdictLines(report, printer, isTTY ? columns : UNBOUNDED));
  return report.verdict.kind === "judged" && report.verdict.decision.kind === "serve" ? undefined : "gate_open";
}

type Climbing = {
  readonly project: Project;
  readonly request: ClimbRequest;
  readonly questions: readonly Question[];
};

async function climb(context: CommandContext, { project, request, questions }: Climbing): Promise<ClimbReport> {
  const { climbProject } = await import("../../app/ladder/climb/climb-project.ts");
  const { projectSchooling } = await import("../../app/ladder/climb/project-schooling.ts");
  const { io, options, signal, hurry } = context;
  const { model = project.settings.config.model, bar, margin, alpha, seed, budget, all, template, examples } = request;
  if (model === "quoting") {
    throw new SchoolbookError("usage", "A ladder needs a chat model: quoting has no rungs.", {
      hint: "Name one with --model, such as --model nano; `schoolbook models list` shows what is there.",
    });
  }
  using display = context.progress();
  const { runtime } = io;
  const name = request.name ?? climbName(request.file, model);
  const shared = { name, questions, template, model, seed, as: options.as, runtime };
  return await climbProject(project, {
    ...shared,
    bar,
    margin,
    alpha,
    all,
    signal,
    hurry,
    vetoes: [
      { measure: "refusal-recall", limit: request.refusals },
      { measure: "fabrication", limit: 1 - request.refusals },
      { measure: "forgetting", limit: MOST_FORGETTING },
    ],
    examples,
    budgetUsd: budget,
    developmentShare: request.development,
    schooling: await projectSchooling(project, { ...shared, examples, settings: { threads: 2 } }),
    onEvent: (event) => show(event, { context, display }),
    onForecast: async (forecast) => agree(forecast, { context, display, request }),
  });
}

const UNBOUNDED = 200;

/** Nats per token on neutral text. */
const MOST_FORGETTING = 0.5;

function climbName(file: string, model: string): string {
  const words = `climb-${basename(file, extname(file))}-${basename(model)}`;
  return words
    .replaceAll(/[^\w.-]+/gu, "-")
    .slice(0, 80)
    .replace(/[-.]+$/u, "");
}

type Showing = { readonly context: CommandContext; readonly display: ProgressDisplay };

function show(event: ClimbEvent, { context, display }: Showing): void {
  const { printer } = context;
  const say = (text: Parameters<typeof printer.note>[0]): void => {
    display.clear();
    printer.note(text);
  };
  switch (event.kind) {
    case "leaks":
      for (const text of leakLines(event.leaks, printer)) say(text);
      return;
    case "registered":
      return say(registeredLine(event.registration, printer));
    case "asking": {
      const { done, rows, kept, cached } = event.progress;
      const scores = event.progress.scores.filter(({ arm }) => arm === event.arm);
      const detail = runningDetail({ ...event.progress, scores });
      const shown = { stage: event.arm, done, total: rows, from: kept + cached, unit: "rows" };
      return display.show({ ...shown, ...(detail === "" ? {} : { detail }) });
    }
    case "learning": {
      const { step, from = 0, steps, loss } = event.progress;
      const shown = { stage: `${event.arm} at school`, done: step, from, total: steps, unit: "steps" };
      return display.show({ ...shown, detail: `loss ${loss.toFixed(3)}` });
    }
    case "chosen":
      return say(choiceLine(event, printer));
    case "learnt":
      return say(
        line`${event.arm}  learnt from ${plural(event.schooled.rows, "row")} in ${event.schooled.seconds.toFixed(0)} s`,
      );
    case "school-failed":
      return say(schoolFailedLine(event, printer));
    case "waiting":
      return say(line`Waiting for ${describeHolder(event.holder)} to end …`);
    case "sat":
      return say(resultLine(event.result, printer));
    case "lacks":
      return say(
        line`${event.lacking.arm}  is left out: ${event.lacking.what}. ${printer.advice(event.lacking.remedy)}`,
      );
    case "forecast":
    case "begin":
      return;
    default:
      event satisfies never;
  }
}

type Agreeing = Showing & { readonly request: ClimbRequest };
type Forecast = Extract<ClimbEvent, { kind: "forecast" }>["forecast"];

/** Asked once for each arm that costs money. Whoever names a budget has agreed to spend it. */
async function agree(forecast: Forecast, { context, display, request }: Agreeing): Promise<boolean> {
  const { io, printer, signal } = context;
  const { expectedUsd, unknown } = forecast;
  if (request.yes || request.budget !== undefined || (expectedUsd === 0 && unknown === 0)) return true;
  display.clear();
  const sum = expectedUsd === 0 ? "an unknown sum" : `about ${dollars(expectedUsd)}`;
  if (io.ask === undefined || printer.json) {
    throw new SchoolbookError("usage", `The next arm would cost ${sum}, and nobody can be asked.`, {
      hint: "Say --yes, or what all of it may cost with --budget.",
    });
  }
  return /^y(?:es)?$/iu.test((await io.ask(`Spend ${sum} on the next arm? [y/N] `, signal)).trim());
}
