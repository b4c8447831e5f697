// `schoolbook school train`: an adapter from a file of training rows.
import type { Command } from "commander";
import { z } from "zod";

import type { ShelvedAdapter, TrainRequest, TrainSettings } from "../../app/school/train-adapter.ts";
import type { CommandContext } from "../command-context.ts";
import { examples, manyFlag } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { heldOutLines } from "../reports/held-out.ts";
import type { Session } from "../session.ts";
import { bytes, count, duration } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const wholeFlag = z.coerce
  .number({ error: "expected a number" })
  .int({ error: "expected a whole number" })
  .min(1, { error: "expected 1 or more" });
const numberFlag = z.coerce.number({ error: "expected a number" }).positive({ error: "expected a number above 0" });

const FLAGS = z.strictObject({
  name: z.string().min(1),
  base: z.string().min(1),
  trainer: z.string().default("builtin"),
  acl: manyFlag,
  rank: wholeFlag.optional(),
  alpha: numberFlag.optional(),
  rate: numberFlag.optional(),
  epochs: wholeFlag.optional(),
  batch: wholeFlag.optional(),
  seed: wholeFlag.optional(),
  threads: wholeFlag.optional(),
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
  school
    .command("train")
    .description("Train an adapter (LoRA) from JSON lines with `messages`")
    .argument("<file>", "the training rows")
    .requiredOption("--name <name>", "what the adapter is called")
    .requiredOption("--base <base>", "what it is trained on: nano, or a folder of weights")
    .option("--trainer <trainer>", "what trains it (default: builtin)")
    .option("--acl <principals...>", "who may see what rows were made from that do not say it themselves")
    .option("--rank <number>", "rank of the adapter (default: 12)")
    .option("--alpha <number>", "its strength, divided by the rank (default: 24)")
    .option("--rate <number>", "highest learning rate (default: 0.0006)")
    .option("--epochs <number>", "how often every row is seen (default: 3)")
    .option("--batch <number>", "rows per step (default: 4)")
    .option("--seed <number>", "of the adapter's first numbers and the order of rows (default: 1)")
    .option("--threads <number>", "threads that compute, up to 4; the result is the same (default: 1)")
    .option(
      "--measure <steps>",
      "measure the loss on rows that are held out, every so many steps, and keep the best adapter",
    )
    .option("--held-out <share>", "share of the rows that are measured and not learnt from (default: 0.1)")
    .option("--patience <count>", "stop after so many measurements in a row that were no better")
    .option("--anew", "begin anew where a run of this name is there already")
    .addHelpText(
      "after",
      `\nA run that was stopped or killed goes on from its last checkpoint when the same command is given again.\n${examples(
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
    onBegin: ({ seconds, memoryBytes, notes }, { step }) => {
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
    rank: flags.rank ?? defaults.rank,
    alpha: flags.alpha ?? defaults.alpha,
    learningRate: flags.rate ?? defaults.learningRate,
    epochs: flags.epochs ?? defaults.epochs,
    batchSize: flags.batch ?? defaults.batchSize,
    seed: flags.seed ?? defaults.seed,
    threads: flags.threads ?? defaults.threads,
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
