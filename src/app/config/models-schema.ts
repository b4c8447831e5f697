// Settings of models: which play which part, and what is to be known about each.
import { z } from "zod";

import { MODEL_OPTIONS } from "../../engines/model-options.ts";

export const modelName = z.string().min(1);

/** What stands for no embedder where a name is expected, such as in the environment. */
export const NONE = "none";

/** A model, or in whatever way people say that there is to be none. */
export const embedderName = z
  .union([modelName, z.literal(false), z.null()], { error: "expected a model, or false for none" })
  .default("static")
  .transform((name) => (name === false || name === NONE ? null : name));

const MODEL_SCHEMA = z.strictObject({
  reference: z
    .string()
    .min(1)
    .describe("Which model: `ollama:qwen3`, `openai:gpt-…`, `openai-compatible:http://host/v1#model`."),
  ...MODEL_OPTIONS.shape,
});

/** Named models; no colon in a name, so that it is never taken for a reference. */
export const MODELS_SCHEMA = z.record(
  z.string().regex(/^[a-z][\w.-]*$/iu, { error: "a model is named by a letter, then letters, digits, -, _ or ." }),
  MODEL_SCHEMA,
);
