// The models that a server says it serves, with their context where it tells.
import { z } from "zod";

import type { ServedModel } from "../engine.ts";
import { callJson } from "./http/call-json.ts";
import type { ModelServer } from "./model-server.ts";

const CONTEXT_FIELDS = ["max_model_len", "context_length", "context_window", "max_context_length"] as const;

const count = z.number().int().min(1).nullish().catch(undefined);

const MODEL = z.object({
  id: z.string(),
  max_model_len: count,
  context_length: count,
  context_window: count,
  max_context_length: count,
});

const MODELS = z.union([z.object({ data: z.array(MODEL) }).transform(({ data }) => data), z.array(MODEL)]);

/** Ollama leaves the tag `latest` out of names that people type; servers differ in which they list. */
export async function listServed(
  server: ModelServer,
  signal: AbortSignal | undefined,
): Promise<readonly ServedModel[]> {
  const { value } = await callJson(server, { path: "/models", signal }, MODELS);
  return value.map((model) => {
    const contextTokens = CONTEXT_FIELDS.map((field) => model[field]).find((tokens) => typeof tokens === "number");
    return { id: model.id, ...(contextTokens === undefined || contextTokens === null ? {} : { contextTokens }) };
  });
}
