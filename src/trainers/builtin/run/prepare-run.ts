// Everything that a run needs before its first step: rows as tokens, settings with their defaults, hashes.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { SchoolbookError } from "../../../core/errors.ts";
import { sha256 } from "../../../core/hash.ts";
import type { Adapter, TrainPlan } from "../../../spec/training.ts";
import { type BytePairTokenizer, createBytePairTokenizer } from "../../../weights/byte-pair-tokenizer.ts";
import { CHATML_TEMPLATE } from "../../../weights/chat-template.ts";
import { type ModelConfig, readModelConfig } from "../../../weights/model-config.ts";
import { readTokenizerFile } from "../../../weights/tokenizer/tokenizer-file.ts";
import { aclsOf, hashExamples } from "../../train-data.ts";
import type { MemoryOptions } from "../memory/open-memory.ts";
import { LANES } from "../model/model-places.ts";
import { encodeExample, type EncodedRow, encodeText } from "../rows/encode-example.ts";
import { countSteps } from "../rows/plan-steps.ts";

/** A plan as it can be sent to another process. */
export type Job = Omit<TrainPlan, "abortSignal">;

export type Settings = Required<Pick<TrainPlan, "weightDecay" | "maxGradient" | "checkpointSteps">> & {
  readonly steps: number;
  readonly warmUpSteps: number;
};

export type PreparedRun = {
  readonly job: Job;
  readonly settings: Settings;
  readonly config: ModelConfig;
  readonly tokenizer: BytePairTokenizer;
  /** First the rows that are learnt from, then those held out, then the neutral ones. */
  readonly rows: readonly EncodedRow[];
  readonly learnt: number;
  readonly heldOut: number;
  readonly memory: MemoryOptions;
  readonly adapter: Adapter;
  readonly fingerprint: string;
};

/** Raised when the same plan would give other numbers than before. */
const VERSION = 2;
const NEUTRAL_TOKENS = 256;

export async function prepareRun(job: Job): Promise<PreparedRun> {
  checkNumbers(job);
  const config = await readModelConfig(job.baseFolder);
  const templateHash = checkedTemplate(job.baseFolder);
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(job.baseFolder, "tokenizer.json")));
  const maxTokens = Math.min(job.maxTokens, config.context);
  const learnt = job.examples.map((example, at) => encodeExample(example, { tokenizer, maxTokens, line: at + 1 }));
  const neutral = (job.neutralTexts ?? [])
    .map((text) => encodeText(text, tokenizer, Math.min(NEUTRAL_TOKENS, maxTokens)))
    .filter(({ tokens }) => tokens.length > 1);
  const heldOut = (job.heldOut ?? []).map((example, at) =>
    encodeExample(example, { tokenizer, maxTokens, line: learnt.length + at + 1 }),
  );
  const rows = [...learnt, ...heldOut, ...neutral];
  const settings = settingsOf(job);
  const adapter: Adapter = {
    name: job.name,
    path: join(job.folder, "adapter"),
    base: job.base,
    baseHash: await hashFile(join(job.baseFolder, "model.safetensors")),
    templateHash,
    dataHash: hashExamples(job.examples),
    // why: what is held out decides which adapter is kept.
    acls: aclsOf([...job.examples, ...(job.heldOut ?? [])]),
  };
  return {
    job,
    settings,
    config,
    tokenizer,
    rows,
    adapter,
    learnt: learnt.length,
    heldOut: heldOut.length,
    memory: {
      config,
      rank: job.rank,
      threads: job.threads ?? 1,
      maxTokens: rows.reduce((longest, { tokens }) => Math.max(longest, tokens.length), 0),
    },
    fingerprint: fingerprintOf(job, adapter, settings),
  };
}

function settingsOf(job: Job): Settings {
  const steps = countSteps({ ...job, rows: job.examples.length });
  return {
    steps,
    warmUpSteps: Math.max(1, Math.round(steps * (job.warmUp ?? 0.05))),
    weightDecay: job.weightDecay ?? 0,
    maxGradient: job.maxGradient ?? 1,
    checkpointSteps: job.checkpointSteps ?? 10,
  };
}

/** Threads and checkpoints are left out: they change nothing. */
function fingerprintOf(job: Job, { baseHash, templateHash, dataHash }: Adapter, settings: Settings): string {
  const { rank, alpha, learningRate, epochs, batchSize, seed } = job;
  const { warmUpSteps, weightDecay, maxGradient } = settings;
  const numbers = { rank, alpha, learningRate, epochs, batchSize, seed, warmUpSteps, weightDecay, maxGradient };
  return sha256(JSON.stringify({ VERSION, baseHash, templateHash, dataHash, ...numbers, ...measuringOf(job) }));
}

/** What is measured decides which step is kept. Nothing where nothing is measured, so that such runs are known by what they were. */
function measuringOf({ heldOut = [], measureSteps, patience }: Job): object {
  if (measureSteps === undefined) return {};
  return { heldOutHash: hashExamples(heldOut), measureSteps, ...(patience === undefined ? {} : { patience }) };
}

/** What is served has to be rendered as what is trained, and this trainer renders ChatML. */
function checkedTemplate(folder: string): string {
  const path = join(folder, "chat_template.jinja");
  const template = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (template === CHATML_TEMPLATE) return sha256(template);
  const what = template === undefined ? "has no chat_template.jinja" : "has a chat template of its own";
  throw new SchoolbookError("input_invalid", `${folder} ${what}; the built-in trainer renders plain ChatML only.`, {
    hint: "Train this model with the peft trainer.",
  });
}

function checkNumbers(job: Job): void {
  const { examples, rank, alpha, learningRate, epochs, batchSize, threads = 1 } = job;
  if (examples.length === 0) throw new SchoolbookError("input_invalid", "There is no example to learn from.");
  const { heldOut = [], measureSteps, patience } = job;
  if (measureSteps !== undefined && heldOut.length === 0) {
    throw new SchoolbookError("input_invalid", "There is no held-out example to measure.");
  }
  for (const [name, value] of Object.entries({ rank, epochs, batchSize, threads, measureSteps, patience })) {
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 1) throw badNumber(name, value, "a whole number from 1");
  }
  for (const [name, value] of Object.entries({ alpha, learningRate })) {
    if (!(value > 0)) throw badNumber(name, value, "a number above 0");
  }
  if (threads > LANES) throw badNumber("threads", threads, `at most ${LANES}`);
}

function badNumber(name: string, value: number, wanted: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${name} is ${value}; it has to be ${wanted}.`);
}

async function hashFile(path: string): Promise<string> {
  const hasher = createHash("sha256");
  await pipeline(createReadStream(path), hasher);
  return hasher.digest("hex");
}
