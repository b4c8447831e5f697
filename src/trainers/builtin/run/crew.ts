// The threads that compute: a batch is dealt out to them by lanes, and comes back as one loss and one gradient.
import { Worker } from "node:worker_threads";

import { workerFlags } from "../../../core/worker-arguments.ts";
import { LANES } from "../model/model-places.ts";
import type { ThreadAnswer, ThreadStart, ThreadWork } from "./crew-messages.ts";

export type Crew = AsyncDisposable & {
  /** Fills the lanes' gradients, times `scale`, and gives the sum of the losses. */
  gradient(lanes: readonly (readonly number[])[], scale: number): Promise<number>;
  /** The loss of each row, in order. */
  losses(rows: readonly number[], options: { readonly withAdapter: boolean }): Promise<readonly number[]>;
};

type Thread = { readonly ask: (work: ThreadWork) => Promise<ThreadAnswer>; readonly end: () => Promise<unknown> };

export function openCrew({
  threads: count,
  ...start
}: Omit<ThreadStart, "thread"> & { readonly threads: number }): Crew {
  const threads = Array.from({ length: count }, (_, thread) => openThread({ ...start, thread }));
  return {
    async gradient(lanes, scale) {
      const numbered = lanes.map((rows, lane) => ({ lane, rows }));
      const sums = Array.from({ length: LANES }, () => 0);
      await Promise.all(
        threads.map(async ({ ask }, thread) => {
          const own = numbered.filter(({ lane }) => lane % count === thread);
          for (const [at, loss] of (await ask({ kind: "gradient", lanes: own, scale })).entries()) {
            sums[own[at]?.lane ?? 0] = loss;
          }
        }),
      );
      return sums.reduce((sum, loss) => sum + loss, 0);
    },
    async losses(rows, { withAdapter }) {
      const found = rows.map(() => 0);
      await Promise.all(
        threads.map(async ({ ask }, thread) => {
          const places = rows.map((_, at) => at).filter((at) => at % count === thread);
          const own = places.map((at) => rows[at] ?? 0);
          for (const [at, loss] of (await ask({ kind: "loss", rows: own, withAdapter })).entries()) {
            found[places[at] ?? 0] = loss;
          }
        }),
      );
      return found;
    },
    [Symbol.asyncDispose]: async () => void (await Promise.all(threads.map(async ({ end }) => end()))),
  };
}

function openThread(workerData: ThreadStart): Thread {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./crew-thread.${extension}`, import.meta.url), { workerData, ...workerFlags() });
  return {
    ask: async (work) => {
      const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
      worker.once("message", resolve);
      worker.once("error", reject);
      // why: the rule is about windows of a browser.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage(work);
      try {
        return await promise;
      } finally {
        worker.off("message", resolve);
        worker.off("error", reject);
      }
    },
    end: async () => worker.terminate(),
  };
}
