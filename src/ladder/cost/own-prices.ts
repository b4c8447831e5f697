// Prices that no maintained list has: training tokens and hours of graphics processors, each with the day it was read and where.

export type OwnPrice = {
  readonly id: string;
  readonly unit: "million-training-tokens" | "gpu-hour";
  readonly usd: number;
  /** The dearest, where the page names a range by model. */
  readonly highestUsd?: number;
  /** The day on which it stood there. */
  readonly readOn: string;
  /** The last day on which it can be bought, where that is announced. */
  readonly until?: string;
  readonly source: string;
};

const FIREWORKS = "Fireworks' price list, as kept in api-evangelist/fireworks-ai plans";
const TOGETHER = "Together's price list, as kept in api-evangelist/together-ai plans";
const OPENAI =
  "OpenAI's last public training prices, as kept in brainwires-finetune's cost.rs (docs.rs); end: developers.openai.com deprecations";

type Line = Omit<OwnPrice, "unit">;

const TRAINING: readonly Line[] = [
  { id: "fireworks-lora-16b", usd: 0.5, readOn: "2026-10-07", source: FIREWORKS },
  { id: "fireworks-lora-80b", usd: 3, readOn: "2026-10-07", source: FIREWORKS },
  { id: "fireworks-lora-300b", usd: 6, readOn: "2026-10-07", source: FIREWORKS },
  { id: "fireworks-lora-larger", usd: 10, readOn: "2026-10-07", source: FIREWORKS },
  { id: "together-sft-16b", usd: 0.48, highestUsd: 1.35, readOn: "2026-05-08", source: TOGETHER },
  { id: "together-sft-69b", usd: 1.5, highestUsd: 4.12, readOn: "2026-05-08", source: TOGETHER },
  { id: "together-sft-100b", usd: 2.9, highestUsd: 8, readOn: "2026-05-08", source: TOGETHER },
  { id: "openai-gpt-4o-mini", usd: 3, readOn: "2025-12-31", until: "2027-01-06", source: OPENAI },
  { id: "openai-gpt-4o", usd: 25, readOn: "2025-12-31", until: "2027-01-06", source: OPENAI },
];

const GPU_HOURS: readonly Line[] = [
  { id: "fireworks-h100", usd: 8, readOn: "2026-10-07", source: FIREWORKS },
  { id: "fireworks-h200", usd: 8, readOn: "2026-10-07", source: FIREWORKS },
  { id: "fireworks-b200", usd: 13, readOn: "2026-10-07", source: FIREWORKS },
  { id: "fireworks-b300", usd: 15, readOn: "2026-10-07", source: FIREWORKS },
  { id: "together-dedicated", usd: 3.99, highestUsd: 9.95, readOn: "2026-05-08", source: TOGETHER },
  {
    id: "spot-h100",
    usd: 1,
    readOn: "2026-09-20",
    source: "average of seven days, as kept in api-evangelist/mithril plans",
  },
];

export const OWN_PRICES: readonly OwnPrice[] = [
  ...TRAINING.map((line) => ({ ...line, unit: "million-training-tokens" as const })),
  ...GPU_HOURS.map((line) => ({ ...line, unit: "gpu-hour" as const })),
];
