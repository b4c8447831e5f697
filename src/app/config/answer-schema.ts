// Settings of answers by a chat model; quoting has none of them.
import { z } from "zod";

import { DEFAULT_ANSWERING } from "../../answer/model/model-answering.ts";

const {
  passages,
  maxPromptTokens,
  maxReplyTokens,
  wholeLibraryTokens,
  sufficiency,
  minChance,
  rewrite,
  divide,
  lookAgain,
} = DEFAULT_ANSWERING;

export const SUFFICIENCY = z.enum(["reply", "signals", "check", "base"]);

export const ANSWER_SCHEMA = z.strictObject({
  template: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File with the prompt, relative to the project's folder. Default: `prompts/answer.md` of the package, which says how to write one.",
    ),
  passages: z.int().min(1).max(100).default(passages).describe("Passages that the model is shown at most."),
  maxPromptTokens: z
    .int()
    .min(64)
    .default(maxPromptTokens)
    .describe(
      "Tokens that the prompt may have, by the model's own count where it can count; less where its context is smaller.",
    ),
  maxReplyTokens: z.int().min(16).default(maxReplyTokens).describe("Tokens that the reply may have."),
  wholeLibraryTokens: z
    .int()
    .min(0)
    .default(wholeLibraryTokens)
    .describe(
      "Up to so many tokens, everything that the reader may read is shown instead of what a search finds; 0: never.",
    ),
  sufficiency: SUFFICIENCY.default(sufficiency).describe(
    "Who judges whether the documents answer. `reply`: the model in its answer, and where nothing of that can be verified, the signals of the search; `signals`: those alone, before the model is asked; `check`: the model, in the same call, as JSON; `base`: the model without its adapter, in a call before, since a tuned model may have forgotten to refuse.",
  ),
  minChance: z
    .number()
    .min(0)
    .max(1)
    .default(minChance)
    .describe(
      "How likely the documents must answer, 0 to 1, where the signals of the search decide; three fifths of it where they decide about a reply of which nothing could be verified.",
    ),
  rewrite: z
    .enum(["auto", "model", "rules", "off"])
    .default(rewrite)
    .describe(
      "Who makes a question that leans on earlier ones stand alone: the model, rules, or `auto`, the model where it is able to.",
    ),
  divide: z
    .enum(["auto", "off"])
    .default(divide)
    .describe(
      "`auto`: the model, where it is able to, is asked in a call of its own whether one search finds all that a question asks for; if not, its parts are searched for one by one, three at most. `off`: one search for each question.",
    ),
  lookAgain: z
    .union([z.literal("auto"), z.int().min(0).max(20)])
    .default(lookAgain)
    .describe(
      "A model that finds no answer among its passages is asked once more with so many of the best ones alone, and believed where every claim of that reply is verified; 0: never. `auto`: 2 for models with room for less than 4,096 tokens, which lose a fact among others easily; 0 for all others.",
    ),
});
