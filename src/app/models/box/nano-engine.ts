// The chat model in the box as an engine: `nano`, run by llama.cpp like any GGUF file.
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Engine, EngineContext, MissingPart, ModelReference } from "../../../engines/engine.ts";
import { missingEngine } from "../../../engines/installing/missing-engine.ts";
import { llamaEngine } from "../../../engines/llama/engine.ts";
import { LLAMA_RECIPE } from "../../../engines/llama/recipe.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { missingWeights, NANO_FOLDER, writeNano } from "./write-nano.ts";

export const nanoEngine: Engine = {
  id: "nano",
  schemes: ["nano"],
  inspect: async (reference, context) => {
    const missing = [...wrongName(reference), ...missingFiles(), ...missingEngine(LLAMA_RECIPE, context)];
    const base = { roles: ["chat"], missing, local: true, place: NANO_FOLDER } as const;
    if (missingFiles().length > 0) return base;
    const contextTokens = context.options.contextTokens ?? (await readModelConfig(NANO_FOLDER)).context;
    return { ...base, contextTokens };
  },
  chat: async (reference, context) => {
    const name = await writeNano({ source: NANO_FOLDER, models: modelsOf(context), runtime: context.runtime });
    try {
      return await llamaEngine.chat({ text: reference.text, scheme: "llama", name }, context);
    } catch (error) {
      throw withRemedy(error, name);
    }
  },
};

/** The file comes from the package: there is nothing to fetch again. */
function withRemedy(error: unknown, file: string): unknown {
  if (!(error instanceof SchoolbookError) || error.code !== "input_invalid") return error;
  const { code, message, details } = error;
  const hint = `Delete ${file}; it is written anew when nano is opened next.`;
  return new SchoolbookError(code, message, { hint, details, cause: error });
}

function modelsOf({ cacheFolder }: EngineContext): string {
  return join(cacheFolder, "models");
}

/** There is one nano: whoever writes `nano:8b` means something else. */
function wrongName({ name, text }: ModelReference): readonly MissingPart[] {
  if (name === "") return [];
  return [{ what: `${text}: the model in the box has no variants`, remedy: "Write `nano` alone.", fetchable: false }];
}

function missingFiles(): readonly MissingPart[] {
  const missing = missingWeights(NANO_FOLDER);
  if (missing.length === 0) return [];
  const what = `${missing.join(", ")} of the model in the box, in ${NANO_FOLDER}`;
  return [{ what, remedy: "Install schoolbook again.", fetchable: false }];
}
