// The settings of a LoRA run that follow from the base model, so that nobody has to choose them.

export type BaseShape = {
  /** `model_type` of config.json. */
  readonly family: string;
  /** `hidden_size` of config.json. */
  readonly width: number;
};

export type LoraDefaults = {
  readonly rank: number;
  readonly alpha: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
};

/** What a full fine-tuning would be given, times ten, for a width of 2000; narrower models take more, by a power of their family's. */
const RATE = 5e-5 * 10;
const WIDTH = 2000;
const POWERS: readonly (readonly [family: RegExp, power: number])[] = [
  [/^llama/u, 0.781],
  [/^qwen/u, 0.0775],
];
/** For families that the rule was never fitted to. */
const USUAL_RATE = 2e-4;

/** Rank 16 and alpha 32 on all linear layers but the head; the learning rate by the rule published with "LoRA Without Regret". */
export function loraDefaults({ family, width }: BaseShape): LoraDefaults {
  const power = POWERS.find(([pattern]) => pattern.test(family))?.[1];
  const learningRate = power === undefined ? USUAL_RATE : RATE * (WIDTH / width) ** power;
  return { rank: 16, alpha: 32, learningRate, epochs: 3, batchSize: 16 };
}
