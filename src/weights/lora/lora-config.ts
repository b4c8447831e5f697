// PEFT's adapter_config.json: what Schoolbook writes, and what it understands when it reads one.
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { parseJsonOf } from "../../core/parse-json.ts";

/** Only what decides the numbers; everything else may stand there too. */
const configSchema = z.looseObject({
  peft_type: z.string(),
  r: z.int().positive(),
  lora_alpha: z.number(),
  use_rslora: z.boolean().nullish(),
  use_dora: z.boolean().nullish(),
  fan_in_fan_out: z.boolean().nullish(),
  bias: z.string().nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  rank_pattern: z.record(z.string(), z.int().positive()).nullish(),
  alpha_pattern: z.record(z.string(), z.number()).nullish(),
  base_model_name_or_path: z.string().nullish(),
});

export type LoraConfig = z.output<typeof configSchema>;

export function parseLoraConfig(json: string, name: string): LoraConfig {
  const found = configSchema.safeParse(parseJsonOf(name, json));
  if (found.success) return found.data;
  throw new SchoolbookError(
    "input_invalid",
    `${name} is no adapter_config.json of PEFT: ${z.prettifyError(found.error)}`,
  );
}

/** alpha / rank, or alpha / sqrt(rank) for rank-stabilised LoRA, by the patterns that name a matrix. */
export function scaleOf(config: LoraConfig, name: string): number {
  const rank = patternOf(config.rank_pattern, name) ?? config.r;
  const alpha = patternOf(config.alpha_pattern, name) ?? config.lora_alpha;
  return alpha / (config.use_rslora === true ? Math.sqrt(rank) : rank);
}

/** PEFT takes a pattern's key for the end of the name, at a dot. */
function patternOf(patterns: Readonly<Record<string, number>> | null | undefined, name: string): number | undefined {
  const found = Object.entries(patterns ?? {}).find(([key]) => new RegExp(`(?:^|.*\\.)(?:${key})$`, "u").test(name));
  return found?.[1];
}

export type LoraShape = {
  readonly rank: number;
  readonly alpha: number;
  readonly base: string;
  /** The last part of each matrix's name: `q_proj`. */
  readonly targets: readonly string[];
};

export function renderLoraConfig({ rank, alpha, base, targets }: LoraShape): string {
  const config = {
    base_model_name_or_path: base,
    bias: "none",
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha: alpha,
    lora_dropout: 0,
    modules_to_save: null,
    peft_type: "LORA",
    r: rank,
    rank_pattern: {},
    alpha_pattern: {},
    target_modules: targets,
    task_type: "CAUSAL_LM",
    use_dora: false,
    use_rslora: false,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
