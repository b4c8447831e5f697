// Flags that say how an adapter is trained, for the commands that train one or tell what it would take.
import type { Command } from "commander";
import { z } from "zod";

import type { TrainSettings } from "../../app/school/train-adapter.ts";
import { manyFlag } from "../flags.ts";

export const wholeFlag = z.coerce
  .number({ error: "expected a number" })
  .int({ error: "expected a whole number" })
  .min(1, { error: "expected 1 or more" });
const numberFlag = z.coerce.number({ error: "expected a number" }).positive({ error: "expected a number above 0" });

export const TRAIN_FLAGS = {
  base: z.string().min(1),
  acl: manyFlag,
  rank: wholeFlag.optional(),
  alpha: numberFlag.optional(),
  rate: numberFlag.optional(),
  epochs: wholeFlag.optional(),
  batch: wholeFlag.optional(),
  seed: wholeFlag.optional(),
  threads: wholeFlag.optional(),
};

const SETTING_FLAGS = z.object(TRAIN_FLAGS);

export function addTrainOptions(command: Command): Command {
  return command
    .requiredOption("--base <base>", "what it is trained on: nano, or a folder of weights")
    .option("--acl <principals...>", "who may see what rows were made from that do not say it themselves")
    .option("--rank <number>", "rank of the adapter (default: 12)")
    .option("--alpha <number>", "its strength, divided by the rank (default: 24)")
    .option("--rate <number>", "highest learning rate (default: 0.0006)")
    .option("--epochs <number>", "how often every row is seen (default: 3)")
    .option("--batch <number>", "rows per step (default: 4)")
    .option("--seed <number>", "of the adapter's first numbers and the order of rows (default: 1)")
    .option("--threads <number>", "threads that compute, up to 4; the result is the same (default: 1)");
}

export function trainSettings(flags: z.output<typeof SETTING_FLAGS>, defaults: TrainSettings): TrainSettings {
  return {
    rank: flags.rank ?? defaults.rank,
    alpha: flags.alpha ?? defaults.alpha,
    learningRate: flags.rate ?? defaults.learningRate,
    epochs: flags.epochs ?? defaults.epochs,
    batchSize: flags.batch ?? defaults.batchSize,
    seed: flags.seed ?? defaults.seed,
    threads: flags.threads ?? defaults.threads,
  };
}
