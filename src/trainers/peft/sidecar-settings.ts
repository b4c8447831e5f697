// What a run of the Python sidecar is made of; trainer/settings.py reads the same names.
import type { TrainPlan } from "../../spec/training.ts";

/** What a plan leaves open, with what holds where nothing is said. */
export type PeftSettings = {
  /** Default `lora`; `dora` learns the weights' lengths too, takes more time and cannot be written as GGUF. */
  readonly method?: "lora" | "dora";
  /** Default `alpha/rank`; `alpha/sqrt(rank)` is rsLoRA, for high ranks. */
  readonly scaling?: "alpha/rank" | "alpha/sqrt(rank)";
  /** Default `none`; `4bit` is QLoRA, on CUDA only. */
  readonly quantise?: "none" | "4bit";
  readonly dropout?: number;
  /** Rows are laid side by side in sheets of so many tokens; 0: each row alone. Default 2048 on CUDA, 512 on a processor. */
  readonly sheetTokens?: number;
  readonly shuffle?: boolean;
  /** Folder of an adapter to begin from, in place of one drawn from the seed. */
  readonly initialAdapter?: string;
  /** Default `auto`: CUDA where there is one. */
  readonly device?: "auto" | "cpu" | "cuda";
  /** Default `auto`: bfloat16 on CUDA, float32 on a processor. */
  readonly dtype?: "auto" | "float32" | "bfloat16";
  /** Graphics processors, or processes on a processor, that share the work. */
  readonly processes?: number;
  /** Trades a third of the speed for most of the memory of long sheets. */
  readonly gradientCheckpointing?: boolean;
};

/** Null is for the sidecar to choose: only there is it known which device was found. */
export type SidecarSettings = {
  readonly [Name in keyof Required<PeftSettings>]:
    | Required<PeftSettings>[Name]
    | (Name extends "initialAdapter" | "sheetTokens" ? null : never);
} & Pick<TrainPlan, "rank" | "alpha" | "learningRate" | "epochs" | "batchSize" | "maxTokens" | "seed" | "folder"> & {
    /** The folder of the base's files. */
    readonly base: string;
    readonly baseName: string;
    readonly examples: string;
    readonly neutralTexts: readonly string[];
    readonly warmUpSteps: number;
    readonly weightDecay: number;
    readonly clip: number;
    readonly threads: number;
    readonly checkpointEvery: number;
    readonly waitAtCheckpoints: boolean;
  };

export type SettingsParts = {
  readonly plan: TrainPlan;
  readonly settings: PeftSettings;
  /** The file that the sidecar reads the rows from. */
  readonly examples: string;
  readonly waitAtCheckpoints: boolean;
};

const WARM_UP = 0.05;
const CHECKPOINT_STEPS = 10;

export function sidecarSettings({ plan, settings, examples, waitAtCheckpoints }: SettingsParts): SidecarSettings {
  const { folder, rank, alpha, learningRate, epochs, batchSize, maxTokens, seed } = plan;
  return {
    folder,
    rank,
    alpha,
    learningRate,
    epochs,
    batchSize,
    maxTokens,
    seed,
    examples,
    waitAtCheckpoints,
    base: plan.baseFolder,
    baseName: plan.base,
    neutralTexts: plan.neutralTexts ?? [],
    warmUpSteps: Math.max(1, Math.round(stepsOf(plan) * (plan.warmUp ?? WARM_UP))),
    weightDecay: plan.weightDecay ?? 0,
    clip: plan.maxGradient ?? 1,
    threads: plan.threads ?? 1,
    checkpointEvery: plan.checkpointSteps ?? CHECKPOINT_STEPS,
    method: settings.method ?? "lora",
    scaling: settings.scaling ?? "alpha/rank",
    quantise: settings.quantise ?? "none",
    dropout: settings.dropout ?? 0,
    sheetTokens: settings.sheetTokens ?? null,
    shuffle: settings.shuffle ?? true,
    initialAdapter: settings.initialAdapter ?? null,
    device: settings.device ?? "auto",
    dtype: settings.dtype ?? "auto",
    processes: settings.processes ?? 1,
    gradientCheckpointing: settings.gradientCheckpointing ?? false,
  };
}

/** Steps of the whole run. */
export function stepsOf({ examples, batchSize, epochs }: TrainPlan): number {
  return Math.ceil(examples.filter(({ weight }) => weight > 0).length / batchSize) * epochs;
}
