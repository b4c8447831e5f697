// `schoolbook school plan`: what a training would take, without training.
import { basename } from "node:path";

import type { Command } from "commander";
import { z } from "zod";

import type { PlannedTraining } from "../../app/school/plan-training.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { accessText, estimateRows, tokenRows } from "../reports/checked-set.ts";
import type { Session } from "../session.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { addTrainOptions, TRAIN_FLAGS, trainSettings } from "./train-flags.ts";

const FLAGS = z.strictObject({ ...TRAIN_FLAGS, trainer: z.string().optional() });

export function addSchoolPlan(school: Command, session: Session): void {
  const command = school
    .command("plan")
    .description("Tell what a training would take: rows, tokens, steps, and per trainer time, memory and money")
    .argument("<file>", "the training rows");
  addTrainOptions(command)
    .option("--trainer <trainer>", "only this one (default: all that there are)")
    .addHelpText(
      "after",
      `\nNothing is trained, fetched or sent.\n${examples(
        "schoolbook school plan rows.jsonl --base nano",
        "schoolbook school plan rows.jsonl --base models/qwen3 --trainer peft --epochs 2 --json",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openOptions, printer, files }, { args: [file = ""], flags }) => {
        const { planTraining } = await import("../../app/school/plan-training.ts");
        const { TRAIN_DEFAULTS } = await import("../../app/school/train-adapter.ts");
        const { base, trainer, acl } = flags;
        const settings = trainSettings(flags, TRAIN_DEFAULTS);
        const request = { file: files.reading(file), base, trainer, settings };
        const planned = await planTraining(acl.length === 0 ? request : { ...request, acl }, openOptions);
        printer.result(planned, () => planLines(planned, printer));
        return planned.estimates.every((one) => "error" in one) ? "input_invalid" : undefined;
      }),
    );
}

function planLines(planned: PlannedTraining, { palette }: Printer): readonly Styled[] {
  const { file, format, rows, unwanted, settings, steps, base } = planned;
  const told = Object.entries(settings).map(([name, value]) => `${NAMES[name] ?? name} ${value}`);
  const left = unwanted === 0 ? "" : `; ${plural(unwanted, "row")} left out that nobody has rated up`;
  const lines: readonly (readonly [string, string])[] = [
    ["rows", `${plural(rows, "row")} as ${format}${left}`],
    ["access", accessText(planned)],
    ...tokenRows(planned),
    ["steps", `${plural(steps, "step")}: ${told.join(", ")}`],
    ...estimateRows(planned),
  ];
  return [
    ...table(lines.map(([name, text]) => [palette.dim(name), text])),
    line`${palette.cyan("→")} schoolbook school train ${basename(file)} --name NAME --base ${base}`,
  ];
}

const NAMES: Readonly<Record<string, string>> = { learningRate: "learning rate", batchSize: "rows per step" };
