// What an arm of an exam is in a configuration or a file of its own: what is laid before which model, and how that is told to answer.
import { z } from "zod";

import { SUFFICIENCY } from "../../config/answer-schema.ts";

const ADAPTER = z.strictObject({
  name: z.string().min(1).describe("Its name, as servers that know it call it."),
  path: z.string().min(1).optional().describe("Its file, relative to the project's folder, where it has to be loaded."),
  scale: z.number().optional().describe("How strongly it is applied; default 1."),
});

export const ARM_SCHEMA = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][\w.-]*$/iu, { error: "an arm is named by a letter, then letters, digits, -, _ or ." })
    .describe(
      "What tables call it; the names A0 to A6, AL and `quoting` stand for the arms of the box until they are given anew.",
    ),
  context: z
    .enum(["none", "search", "oracle", "whole-library"])
    .default("search")
    .describe(
      "What is laid before the model: nothing, what a search finds, the sources and quotes that the question expects, or all that the asker may read.",
    ),
  model: z
    .string()
    .min(1)
    .optional()
    .describe("Name or reference of the model. Default: --model, or the project's model."),
  adapter: ADAPTER.optional().describe("LoRA adapter that the model answers with."),
  template: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File with the prompt, relative to the project's folder. Default: that of the box, or `answer.template`.",
    ),
  passages: z.int().min(1).max(100).optional().describe("Passages of a search at most. Default: `answer.passages`."),
  maxTokens: z.int().min(64).optional().describe("Tokens that the whole library may have; default 100000."),
  maxReplyTokens: z.int().min(16).optional().describe("Tokens of a reply. Default: `answer.maxReplyTokens`."),
  sufficiency: SUFFICIENCY.optional().describe(
    "Who judges whether the passages answer; as `answer.sufficiency`, which is the default. `base`: the model without the adapter.",
  ),
  temperature: z.number().min(0).max(2).optional().describe("0, the default, is the likeliest reply."),
  topP: z.number().min(0).max(1).optional().describe("Share of the likely words that are chosen from."),
  seed: z.int().min(0).optional().describe("Of chance, where the temperature is above 0; repeats count up from it."),
});

/** An arm as people write it. */
export type WrittenArm = z.output<typeof ARM_SCHEMA>;

export const ARMS_SCHEMA = z.array(ARM_SCHEMA);
