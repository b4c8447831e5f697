// `schoolbook school train`: an adapter from a file of training rows.
import type { Command } from "commander";
import { z } from "zod";

import type { ShelvedAdapter, TrainRequest, TrainSettings } from "../../app/school/train-adapter.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { heldOutLines } from "../reports/held-out.ts";
import type { Session } from "../session.ts";
import { bytes, count, duration, plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { addTrainOptions, TRAIN_FLAGS, trainSettings, wholeFlag } from "./train-flags.ts";

const FLAGS = z.strictObject({
  ...TRAIN_FLAGS,
  name: z.string().min(1),
  trainer: z.string().default("builtin"),
  measure: wholeFlag.optional(),
  heldOut: z.coerce
    .number({ error: "expected a number" })
    .gt(0, { error: "expected a share above 0" })
    .lt(1, { error: "expected a share below 1" })
    .optional(),
  patience: wholeFlag.optional(),
  anew: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;

export function addSchoolTrain(school: Command, session: Session): void {
  const command = school
    .command("train")
    .description("Train an adapter (LoRA) from JSON lines with `messages`, or from a log of rated answers")
    .argument("<file>", "the training rows")
    .requiredOption("--name <name>", "what the adapter is called");
  addTrainOptions(command)
    .option("--trainer <trainer>", "what trains it (default: builtin)")
    .option(
      "--measure <steps>",
      "measure the loss on rows that are held out, every so many steps, and keep the best adapter",
    )
    .option("--held-out <share>", "share of the rows that are measured and not learnt from (default: 0.1)")
    .option("--patience <count>", "stop after so many measurements in a row that were no better")
    .option("--anew", "begin anew where a run of this name is there already")
    .addHelpText(
      "after",
      `\nA run that was stopped or killed goes on from its last checkpoint when the same command is given again;
\`school runs\` shows it, and \`school plan\` says before what it would take.\n${examples(
        "schoolbook school train rows.jsonl --name house-style --base nano --acl group:support",
        "schoolbook school train rows.jsonl --name house-style --base nano --epochs 10 --measure 20 --patience 3",
        'schoolbook ask "How long is the notice period?" --model nano --adapter house-style',
      )}`,
    )
    .action(
      session.action(FLAGS, async (context, { args, flags }) => {
        const trained = await train(context, context.files.reading(args[0] ?? ""), flags);
        context.printer.result(trained, () => trainedLines(trained, context.printer));
      }),
    );
}

async function train(context: CommandContext, file: string, flags: Flags): Promise<ShelvedAdapter> {
  const { trainAdapter, TRAIN_DEFAULTS } = await import("../../app/school/train-adapter.ts");
  const { printer, signal, openOptions } = context;
  const { name, base, trainer, anew, acl } = flags;
  using display = context.progress();
  const request: TrainRequest = {
    file,
    name,
    base,
    trainer,
    anew,
    signal,
    settings: settingsOf(flags, TRAIN_DEFAULTS),
    onProgress: display.show,
    onBegin: ({ estimate: { seconds, memoryBytes, notes }, step, unwanted }) => {
      if (unwanted > 0) printer.note(line`left out: ${plural(unwanted, "row")} that nobody has rated up`);
      for (const note of notes) printer.note(line`${note}`);
      printer.note(line`about ${duration(seconds * 1000)} and ${bytes(memoryBytes)} of memory`);
      if (step > 0) printer.note(line`goes on after step ${count(step)}`);
    },
    ...(acl.length === 0 ? {} : { acl }),
  };
  return await trainAdapter(request, openOptions);
}

function settingsOf(flags: Flags, defaults: TrainSettings): TrainSettings {
  return {
    ...trainSettings(flags, defaults),
    ...(flags.measure !== undefined && { measureSteps: flags.measure }),
    ...(flags.heldOut !== undefined && { heldOutShare: flags.heldOut }),
    ...(flags.patience !== undefined && { patience: flags.patience }),
  };
}

function trainedLines({ name, base, folder, checks, acls }: ShelvedAdapter, { palette }: Printer): readonly Styled[] {
  const { green, dim } = palette;
  const [first, last] = [checks.losses[0] ?? 0, checks.losses.at(-1) ?? 0];
  const { neutral, largestShift } = checks;
  return [
    line`${green("✓")} ${name}, an adapter of ${base} ${dim(`(${folder})`)}`,
    line`  loss ${first.toFixed(3)} → ${last.toFixed(3)}${largestShift === undefined ? "" : `; log-probabilities moved by up to ${largestShift.toFixed(2)}`}`,
    ...heldOutLines(checks),
    ...(neutral === undefined
      ? []
      : [line`  loss on neutral text ${neutral.before.toFixed(3)} → ${neutral.after.toFixed(3)}`]),
    line`  serves whoever is cleared for all of: ${acls.map((acl) => acl.join(" or ")).join("; ")}`,
  ];
}
