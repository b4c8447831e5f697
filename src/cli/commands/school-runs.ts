// `schoolbook school runs`: the trainings of a project, how far each is and how its loss fell.
import type { Command } from "commander";
import { z } from "zod";

import type { TrainingRun } from "../../app/school/training-runs.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { damagedLines } from "../reports/damaged-adapters.ts";
import type { Session } from "../session.ts";
import { duration, plural, table } from "../terminal/layout.ts";
import type { Paint } from "../terminal/palette.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({ page: z.string().min(1).optional(), force: z.boolean().default(false) });

export function addSchoolRuns(school: Command, session: Session): void {
  school
    .command("runs")
    .description("Show the project's trainings, or one of them with the curve of its loss")
    .argument("[name]", "of one training: what its adapter is called")
    .option("--page <file>", "write it as an HTML page with its curve")
    .option("--force", "write over a file that is there")
    .addHelpText(
      "after",
      `\nA training that was stopped or killed goes on when its command is given again.\n${examples(
        "schoolbook school runs",
        "schoolbook school runs house-style --page house-style.html",
        "schoolbook school runs house-style --json",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openOptions, printer, files }, { args: [name], flags }) => {
        const { projectTraining, projectTrainings, writeTrainingFile } =
          await import("../../app/school/training-runs.ts");
        if (name === undefined) {
          if (flags.page !== undefined) throw pageOfNone();
          const runs = await projectTrainings(openOptions);
          printer.result(runs.map(withoutCurve), () => listLines(runs, printer));
          const { projectAdapters } = await import("../../app/school/serve-adapter.ts");
          const { damaged } = await projectAdapters(openOptions);
          printer.complaint(damagedLines(damaged, printer));
          return damaged.length > 0 ? "partial" : undefined;
        }
        const run = await projectTraining(name, openOptions);
        const page = flags.page === undefined ? undefined : files.writing(flags.page);
        if (page !== undefined) writeTrainingFile(run, page, flags);
        printer.result(run, () => [...runLines(run, printer), ...pageLines(page, printer)]);
        return undefined;
      }),
    );
}

function pageOfNone(): SchoolbookError {
  return new SchoolbookError("usage", "--page is of one training, and none is named.", {
    hint: "Name one; `schoolbook school runs` lists them.",
  });
}

/** In a list the last figure is enough; one training by its name has all of them. */
function withoutCurve({ curve, ...run }: TrainingRun) {
  return { ...run, loss: curve.at(-1)?.loss ?? null };
}

const LIST_WIDTH = 16;
const CURVE_WIDTH = 48;

function listLines(runs: readonly TrainingRun[], printer: Printer): readonly Styled[] {
  const { palette } = printer;
  if (runs.length === 0) return [line`There is no training yet; ${palette.cyan("→")} schoolbook school train`];
  return table(
    runs.map((run) => [
      palette.bold(run.name),
      paintOf(run, printer)(run.state),
      `${run.step}/${plural(run.steps, "step")}`,
      run.base,
      `loss ${lossText(run.curve.at(-1)?.loss)}`,
      palette.cyan(sparkline(lossesOf(run), LIST_WIDTH)),
      palette.dim(run.changedAt.slice(0, 16).replace("T", " ")),
    ]),
  );
}

function runLines(run: TrainingRun, printer: Printer): readonly Styled[] {
  const { palette } = printer;
  const { name, base, state, step, steps, examples: rows, trainer, settings, tries, seconds, folder } = run;
  const told = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  const [first, last] = [run.curve[0]?.loss, run.curve.at(-1)?.loss];
  const took = seconds > 0 ? ` in ${duration(seconds * 1000)}` : "";
  return [
    line`${palette.bold(name)} on ${base} ${paintOf(run, printer)(state)} ${palette.dim(folder)}`,
    line`  step ${step} of ${steps}${took}${tries > 1 ? `, taken up ${plural(tries - 1, "time")} again` : ""}`,
    line`  loss ${lossText(first)} ${palette.cyan(sparkline(lossesOf(run), CURVE_WIDTH))} ${lossText(last)}`,
    line`  ${plural(rows, "example")}, trainer ${trainer}: ${told.join(", ")}`,
    line`  begun ${run.startedAt}, last heard of ${run.changedAt}`,
    ...nextLines(run, printer),
  ];
}

function nextLines({ state, checkpoint, reason, name }: TrainingRun, { palette }: Printer): readonly Styled[] {
  const arrow = palette.cyan("→");
  if (state === "failed") return [line`  ${palette.red(reason ?? "it failed")}`];
  if (state === "stopped") return [line`  ${arrow} the same \`school train\` goes on after step ${checkpoint}`];
  return state === "finished" ? [line`  ${arrow} schoolbook school adapters show ${name}`] : [];
}

function pageLines(page: string | undefined, { palette }: Printer): readonly Styled[] {
  return page === undefined ? [] : [line`${palette.green("✓")} written to ${page}`];
}

function paintOf({ state }: TrainingRun, { palette }: Printer): Paint {
  const { cyan, green, yellow, red } = palette;
  return { training: cyan, finished: green, stopped: yellow, failed: red }[state];
}

function lossesOf({ curve }: TrainingRun): readonly number[] {
  return curve.map(({ loss }) => loss);
}

function lossText(loss: number | undefined): string {
  return loss === undefined ? "–" : loss.toFixed(3);
}
