// What a run of the sidecar will take: memory from the model's size, time from its arithmetic, nothing in money.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { Estimate, TrainPlan } from "../../spec/training.ts";
import { type PeftSettings, stepsOf } from "./sidecar-settings.ts";

const CONFIG = z.looseObject({
  vocab_size: z.int().positive(),
  hidden_size: z.int().positive(),
  intermediate_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  torch_dtype: z.string().optional(),
  dtype: z.string().optional(),
});

/** Sustained multiplications and additions a second: one thread of a processor, and a common graphics processor in bfloat16. */
const THREAD_FLOPS = 25e9;
const CUDA_FLOPS = 60e12;
/** Python, PyTorch and transformers, before anything is loaded. */
const PROGRAM_BYTES = 720e6;
const CHARS_PER_TOKEN = 3.5;
/** Bytes that a token leaves in each layer for the way back, in widths of the model: attention, feed-forward, adapters. */
const WIDTHS_KEPT = 34;
/** Weight, gradient and AdamW's two averages, each in float32. */
const BYTES_PER_TRAINED = 16;
const FOUR_BITS = 0.55;
/** As `choose_sheet_tokens` of trainer/base.py has it. */
const SHEET_TOKENS = { cuda: 2048, cpu: 512 };

export function estimateRun(plan: TrainPlan, settings: PeftSettings): Estimate {
  const config = readConfig(plan.baseFolder);
  const isCuda = settings.device === "cuda";
  const stored = weightBytes(plan.baseFolder);
  const parameters = stored / (config.torch_dtype === "float32" || config.dtype === "float32" ? 4 : 2);
  const perWeight = settings.quantise === "4bit" ? FOUR_BITS : isCuda ? 2 : 4;
  const trained = trainedParameters(plan.rank, config);
  const sheet = Math.max(
    settings.sheetTokens ?? SHEET_TOKENS[isCuda ? "cuda" : "cpu"],
    Math.min(plan.maxTokens, longestRow(plan)),
  );
  const layers = settings.gradientCheckpointing === true ? 2 : config.num_hidden_layers;
  const kept = sheet * config.hidden_size * layers * WIDTHS_KEPT * (isCuda ? 2 : 4);
  const tokens = tokensOf(plan) * plan.epochs;
  // why: forward 2, back through the frozen weights 2, once more forward with checkpointing; each a multiplication and an addition.
  const flops = tokens * parameters * (settings.gradientCheckpointing === true ? 6 : 4);
  const speed = isCuda ? CUDA_FLOPS * (settings.processes ?? 1) : THREAD_FLOPS * (plan.threads ?? 1);
  return {
    seconds: flops / speed + 10,
    memoryBytes: Math.round(PROGRAM_BYTES + parameters * perWeight + trained * BYTES_PER_TRAINED + kept),
    costUsd: 0,
    notes: [
      `${Math.round(tokens)} tokens in ${counted(stepsOf(plan), "step")}; tokens are counted from characters, time from arithmetic.`,
      `The adapter has ${trained} numbers, about ${(trained * 4) / 1e6} MB.`,
    ],
  };
}

function readConfig(base: string): z.output<typeof CONFIG> {
  const path = join(base, "config.json");
  try {
    return CONFIG.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new SchoolbookError("not_found", `${base} is no folder of a model: ${path} cannot be read.`, {
      hint: "Name the folder of a base model with config.json, safetensors and a tokenizer.",
      cause,
    });
  }
}

function weightBytes(base: string): number {
  const files = readdirSync(base).filter((name) => name.endsWith(".safetensors"));
  return files.reduce((sum, name) => sum + statSync(join(base, name)).size, 0);
}

/** Four matrices of attention and three of the feed-forward part in each layer; fewer key heads make it a little less. */
function trainedParameters(rank: number, config: z.output<typeof CONFIG>): number {
  const { hidden_size: width, intermediate_size: inner, num_hidden_layers: layers } = config;
  return rank * layers * (4 * 2 * width + 3 * (width + inner));
}

function tokensOf({ examples }: TrainPlan): number {
  return examples.reduce((sum, { messages }) => sum + JSON.stringify(messages).length / CHARS_PER_TOKEN, 0);
}

function longestRow({ examples }: TrainPlan): number {
  return examples.reduce((most, { messages }) => Math.max(most, JSON.stringify(messages).length / CHARS_PER_TOKEN), 0);
}
