// Texts put together into requests: of like length, so that servers pad little, within limits of number and tokens.
import { estimateTokens } from "../../core/estimate-tokens.ts";

export type BatchLimits = { readonly texts: number; readonly tokens: number };

export type TextBatch = {
  /** Where each text stands in the whole. */
  readonly indices: readonly number[];
  readonly texts: readonly string[];
};

/** Every text is in exactly one batch; a text beyond the token limit is alone in its own. */
export function splitBatches(texts: readonly string[], limits: BatchLimits): readonly TextBatch[] {
  const sized = texts.map((text, index) => ({ text, index, tokens: estimateTokens(text) }));
  const batches: (typeof sized)[] = [];
  let tokens = 0;
  for (const one of sized.toSorted((left, right) => right.tokens - left.tokens || left.index - right.index)) {
    const open = batches.at(-1);
    if (open === undefined || open.length >= limits.texts || tokens + one.tokens > limits.tokens) {
      batches.push([one]);
      tokens = one.tokens;
    } else {
      open.push(one);
      tokens += one.tokens;
    }
  }
  return batches.map((batch) => ({ indices: batch.map(({ index }) => index), texts: batch.map(({ text }) => text) }));
}
