// The trainer in the box: LoRA on small models of the Qwen3 and Llama kind, on the processor, without anything to install.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Estimate, TrainPlan } from "../../spec/training.ts";
import type { TrainerMaker } from "../trainer-maker.ts";
import { planMemory } from "./memory/open-memory.ts";
import { startTraining } from "./process/start-training.ts";
import type { EncodedRow } from "./rows/encode-example.ts";
import { findUnwritable } from "./rows/find-unwritable.ts";
import { type PreparedRun, prepareRun } from "./run/prepare-run.ts";

export const builtinTrainer: TrainerMaker = {
  id: "builtin",
  purpose: "LoRA on models up to about 50 million parameters, on the processor; nothing to install",
  measures: true,
  create: () => ({ id: "builtin", estimate, train }),
};

async function* train({ abortSignal, ...job }: TrainPlan) {
  yield* startTraining(job, abortSignal);
}

/** Multiplications and additions per second and thread that were measured; half of the kernels' peak. */
const SPEED = 20e9;
/** Node and its threads themselves. */
const PROGRAM_BYTES = 200_000_000;

async function estimate({ abortSignal, ...job }: TrainPlan): Promise<Estimate> {
  abortSignal?.throwIfAborted();
  const run = await prepareRun(job);
  const learnt = run.rows.slice(0, run.learnt);
  const tokens = learnt.reduce((sum, row) => sum + row.tokens.length, 0);
  const supervised = learnt.reduce((sum, { weights }) => sum + weights.filter((weight) => weight > 0).length, 0);
  const { places, bytes } = planMemory(run.memory);
  const matrices = places.linears.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const head = run.config.vocabulary * run.config.width;
  const work = 4 * (tokens * matrices + supervised * head) * job.epochs;
  if (matrices + head > MOST_PARAMETERS) throw tooLarge(matrices + head);
  return {
    seconds: work / SPEED / run.memory.threads,
    memoryBytes: bytes + PROGRAM_BYTES,
    costUsd: 0,
    notes: [...notesOf(run, tokens, supervised), ...(await unwritableNotes(run, learnt))],
  };
}

/** Not a limit of the kernels: above it, hours pass. */
const MOST_PARAMETERS = 120e6;

function tooLarge(parameters: number): SchoolbookError {
  return new SchoolbookError("input_invalid", `The base has ${Math.round(parameters / 1e6)} million parameters.`, {
    hint: "The built-in trainer is for models up to about 50 million; train this one with the peft trainer.",
  });
}

function notesOf(run: PreparedRun, tokens: number, supervised: number): readonly string[] {
  const { settings, learnt } = run;
  return [
    `${counted(learnt, "example")}, ${tokens} tokens, ${supervised} of them learnt from, the end of each turn among them`,
    ...(run.heldOut === 0 ? [] : [`${counted(run.heldOut, "more row")} held out, measured while it trains`]),
    `${counted(settings.steps, "step")}, the first ${settings.warmUpSteps} with a rising learning rate`,
  ];
}

/** Known before a minute is spent: no number of epochs makes up for it. */
async function unwritableNotes(
  { job, config, tokenizer }: PreparedRun,
  rows: readonly EncodedRow[],
): Promise<readonly string[]> {
  const tokens = await findUnwritable(job.baseFolder, config, rows);
  if (tokens.length === 0) return [];
  const shown = tokens.slice(0, 8).map((token) => JSON.stringify(tokenizer.decode([token], "show")));
  return [
    `the base cannot write ${tokens.length} of the tokens to be learnt, whatever the adapter: ${shown.join(", ")}`,
  ];
}
