// The hosted trainers, each with its key from the environment; none is asked for anything before a run begins.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { TrainerMaker } from "../trainer-maker.ts";
import { createFireworksApi, FIREWORKS_KEY } from "./fireworks/create-fireworks-api.ts";
import type { HostedApi } from "./hosted-api.ts";
import { createHostedTrainer } from "./hosted-trainer.ts";
import { createOpenAiApi } from "./openai-shape/create-openai-api.ts";
import { OPENAI_PRESETS, type OpenAiPreset } from "./openai-shape/presets.ts";
import { createTogetherApi, TOGETHER_KEY } from "./together/create-together-api.ts";

const AZURE_ADDRESS = "AZURE_OPENAI_ENDPOINT";
const FIREWORKS_ACCOUNT = "FIREWORKS_ACCOUNT_ID";

export const HOSTED_TRAINERS: readonly TrainerMaker[] = [
  maker("openai", "OpenAI's own models; no jobs after 2027-01-05", (runtime) =>
    ofPreset(OPENAI_PRESETS.openai, runtime),
  ),
  maker("azure", "OpenAI's models at Azure", (runtime) =>
    ofPreset(OPENAI_PRESETS.azure, runtime, `${needed(AZURE_ADDRESS, runtime).replace(/\/+$/u, "")}/openai`),
  ),
  maker("nebius", "open models at Nebius; the adapter comes home", (runtime) =>
    ofPreset(OPENAI_PRESETS.nebius, runtime),
  ),
  maker("together", "open models at Together; the adapter comes home", (runtime) =>
    createTogetherApi({ key: needed(TOGETHER_KEY, runtime), runtime }),
  ),
  maker("fireworks", "open models at Fireworks; the adapter comes home", (runtime) =>
    createFireworksApi({ account: needed(FIREWORKS_ACCOUNT, runtime), key: needed(FIREWORKS_KEY, runtime), runtime }),
  ),
];

function maker(id: string, purpose: string, open: (runtime: Runtime) => HostedApi): TrainerMaker {
  return {
    id,
    purpose,
    create: (runtime) => {
      const trainer = () => createHostedTrainer({ api: open(runtime), runtime });
      return {
        id,
        estimate: async (plan) => trainer().estimate(plan),
        async *train(plan) {
          yield* trainer().train(plan);
        },
      };
    },
  };
}

function ofPreset(preset: OpenAiPreset, runtime: Runtime, address?: string): HostedApi {
  const key = needed(preset.keyVariable, runtime);
  return createOpenAiApi({ preset, key, runtime, ...(address === undefined ? {} : { address }) });
}

function needed(variable: string, { env }: Runtime): string {
  const value = env[variable] ?? "";
  if (value !== "") return value;
  throw new SchoolbookError("model_not_ready", `Training there needs ${variable} in the environment.`, {
    hint: `Set ${variable}, or train on this machine with \`builtin\` or \`peft\`.`,
  });
}
