// Runs on a thread of the training process: computes losses and gradients of the rows that it is given.
import { parentPort, workerData } from "node:worker_threads";

import { openBench, planMemory } from "../memory/open-memory.ts";
import type { Bench } from "../model/bench.ts";
import { rowGradient, rowLoss } from "../model/row-pass.ts";
import { rowAt } from "../rows/shared-rows.ts";
import type { ThreadAnswer, ThreadStart, ThreadWork } from "./crew-messages.ts";

// why: both come from crew.ts in the same process, which holds to these types.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const { memory, options, rows, thread } = workerData as ThreadStart;
const bench = openBench(memory, planMemory(options), thread);

parentPort?.on("message", (work: ThreadWork) => {
  // why: the rule is about windows of a browser.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(answer(work));
});

function answer(work: ThreadWork): ThreadAnswer {
  if (work.kind === "loss") {
    const reading = work.withAdapter ? bench : { ...bench, slices: 0 };
    return work.rows.map((row) => rowLoss(reading, rowAt(rows, row)));
  }
  return work.lanes.map((lane) => laneGradient(lane.lane, lane.rows, work.scale));
}

/** Rows are added up one after the other, so that the lane's sum is the same whichever thread it falls to. */
function laneGradient(lane: number, batch: readonly number[], scale: number): number {
  const address = bench.places.lanes[lane] ?? 0;
  const own: Bench = { ...bench, lane: address };
  new Float32Array(memory.buffer, address, bench.places.parameters.count).fill(0);
  return batch.reduce((sum, row) => sum + rowGradient(own, rowAt(rows, row), scale), 0);
}
