// Runs all batches of one call at the pace that the server allows; the first failure stops the others.
import type { TextBatch } from "./split-batches.ts";

/** Results in the order of the batches. */
export async function runBatches<T>(
  batches: readonly TextBatch[],
  signal: AbortSignal | undefined,
  run: (batch: TextBatch, signal: AbortSignal) => Promise<T>,
): Promise<readonly T[]> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let failure: { readonly error: unknown } | undefined;
  const settled = await Promise.allSettled(
    batches.map(async (batch) => {
      try {
        return await run(batch, both);
      } catch (error) {
        failure ??= { error };
        stop.abort();
        throw error;
      }
    }),
  );
  return settled.map((one) => {
    if (one.status === "fulfilled") return one.value;
    throw failure?.error ?? one.reason;
  });
}
