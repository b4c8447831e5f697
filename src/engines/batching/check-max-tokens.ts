// Holds what a program says about a model's texts to what the configuration allows.
import { SchoolbookError } from "../../core/errors.ts";

/** Throws where texts would be cut to nothing. */
export function checkMaxTokens(maxTokens: number): number {
  if (Number.isInteger(maxTokens) && maxTokens >= 1) return maxTokens;
  throw new SchoolbookError("config_invalid", `maxTokens is ${maxTokens}; expected a whole number of at least 1.`, {
    hint: "Say how many tokens of a text the model takes in, or leave it out.",
  });
}
