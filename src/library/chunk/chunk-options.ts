// How large passages are to be: one dial, the rest derived from it.
import { shortHash } from "../../core/hash.ts";

export type ChunkOptions = {
  /** Tokens that a passage aims at. */
  readonly targetTokens: number;
  /** Tokens that a passage never exceeds (by the chunker's own count). */
  readonly maxTokens: number;
  /** A section with fewer tokens, heading included, may share a passage with its sibling or its parent's opening. */
  readonly tinyTokens: number;
  /** Tokens that the larger piece around a passage never exceeds, unless the passage alone does. */
  readonly parentTokens: number;
};

const NAME = "structure@1";
const DEFAULT_TARGET = 236;

/** The full options for what was given; everything not given follows from the target. */
export function chunkOptions(given: Partial<ChunkOptions> = {}): ChunkOptions {
  const targetTokens = given.targetTokens ?? DEFAULT_TARGET;
  return {
    targetTokens,
    maxTokens: given.maxTokens ?? targetTokens * 2,
    tinyTokens: given.tinyTokens ?? Math.round(targetTokens / 5),
    parentTokens: given.parentTokens ?? targetTokens * 4,
  };
}

/** Name of the chunker with its version and options: equal id and equal text, equal passages. */
export function chunkerId(given: Partial<ChunkOptions> = {}): string {
  const options = chunkOptions(given);
  const fields = [options.targetTokens, options.maxTokens, options.tinyTokens, options.parentTokens];
  return `${NAME}:${shortHash(fields.join(",")).slice(0, 8)}`;
}
