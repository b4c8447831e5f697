// The arms that everybody has: each changes one thing, so that a difference between two of them says what made it.
import type { WrittenArm } from "./arm-schema.ts";

export type StandardArm = WrittenArm & {
  readonly title: string;
  /** What has to be given for it. */
  readonly needs?: "adapter" | "template";
};

export const STANDARD_ARMS: readonly StandardArm[] = [
  { name: "A0", context: "none", title: "closed book" },
  { name: "A1", context: "none", title: "closed book with a prompt of your own", needs: "template" },
  { name: "A2", context: "search", title: "open book: what a search finds" },
  { name: "A3", context: "oracle", title: "the right passage in hand" },
  { name: "A4", context: "none", title: "tuned", needs: "adapter" },
  { name: "A5", context: "search", title: "tuned, with an open book", needs: "adapter" },
  { name: "A6", context: "oracle", title: "tuned, with the right passage in hand", needs: "adapter" },
  { name: "AL", context: "whole-library", title: "the whole library in the prompt" },
  { name: "quoting", context: "search", model: "quoting", title: "quotes of what a search finds, without a model" },
];

/** What is asked where nobody says which arms: as little as tells what kind of problem it is. */
export function usualArms(given: { readonly model: boolean; readonly adapter: boolean; readonly template: boolean }) {
  if (!given.model) return ["quoting"];
  return ["A0", ...(given.template ? ["A1"] : []), "A2", "A3", ...(given.adapter ? ["A4", "A5", "A6"] : [])];
}
