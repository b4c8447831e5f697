// Workers that take the rows of a run one after the other: kept, out of the cache, or asked; every row ends in the log.
import { setImmediate as breathe } from "node:timers/promises";

import { hashParts } from "../../core/hash.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Trial } from "../../spec/exam.ts";
import { type Asked, type Asking, attemptCall } from "./attempt-call.ts";
import type { Budget } from "./budget.ts";
import type { CallCache } from "./call-cache.ts";
import type { RunRow } from "./log-lines.ts";
import type { PlannedRow } from "./plan-rows.ts";
import { trialOf } from "./read-run.ts";
import type { RunLog } from "./run-log.ts";
import type { Tally } from "./run-progress.ts";
import type { ReachWatch } from "./watch-reach.ts";

export type RowWork = {
  readonly rows: Iterator<PlannedRow>;
  readonly log: RunLog;
  readonly cache: CallCache;
  /** False: calls are made anew, and kept for later runs all the same. */
  readonly readCache: boolean;
  /** Its name. */
  readonly run: string;
  readonly retryFailed: boolean;
  readonly asking: Asking;
  readonly budget: Budget;
  readonly tally: Tally;
  readonly reach: ReachWatch;
  readonly runtime: Pick<Runtime, "now">;
  readonly onRow: ((row: RunRow) => void) | undefined;
  /** A row is done with, one that was there before too. */
  readonly onDone: () => void;
  /** Ends the run with this error once what is under way is done. */
  readonly fail: (error: unknown) => void;
};

/** Rows that need no waiting are done so many at a time before others get a turn. */
const BREATHE_EVERY = 64;

/** Resolves when no row is left or the run was stopped. */
export async function workRows(work: RowWork, workers: number): Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  await Promise.all(Array.from({ length: workers }, async () => worker(work, underWay)));
}

async function worker(work: RowWork, underWay: Map<string, Promise<void>>): Promise<void> {
  for (let quick = 1; !work.asking.stop.aborted; quick += 1) {
    const next = work.rows.next();
    if (next.done === true) return;
    if (quick % BREATHE_EVERY === 0) await breathe();
    try {
      if (!isKept(work, next.value)) await doRow(work, next.value, underWay);
    } catch (error) {
      if (!work.asking.stop.aborted) work.fail(error);
      return;
    }
    work.onDone();
  }
}

function isKept({ log, retryFailed, tally }: RowWork, planned: PlannedRow): boolean {
  const mark = log.mark(planned.key);
  if (mark === undefined || (mark.kind === "failed" && retryFailed)) return false;
  tally.count("kept", () => trialOf(planned, log.row(mark)), mark.kind === "failed");
  return true;
}

/** Two rows that come to the same call make it once: the second waits for the first. */
async function doRow(work: RowWork, planned: PlannedRow, underWay: Map<string, Promise<void>>): Promise<void> {
  let { readCache } = work;
  for (let other = underWay.get(planned.call); other !== undefined; other = underWay.get(planned.call)) {
    await other;
    readCache = true;
  }
  const found = readCache ? work.cache.get(planned.call) : undefined;
  if (found !== undefined) {
    const { result, run } = found;
    // why: killed between its two lines, a call of this very run is in the cache and not in the log; it was paid for all the same.
    const isOwn = run === work.run && !work.log.hasAsked(planned.call);
    addRow(work, planned, { outcome: { kind: "answered", result }, attempts: isOwn ? 1 : 0, waitedMs: 0 });
    return;
  }
  const asking = askRow(work, planned);
  const over = asking.catch(() => undefined); // why: who waits for it looks into the cache
  underWay.set(planned.call, over);
  try {
    await asking;
  } finally {
    underWay.delete(planned.call);
  }
}

async function askRow(work: RowWork, planned: PlannedRow): Promise<void> {
  const { question, arm, call, repeat } = planned;
  const reserved = await work.budget.reserve(question, arm);
  if (reserved === undefined) return;
  try {
    const asked = await attemptCall({ key: keyOf(work, call), question, arm, repeat }, work.asking);
    if (asked.outcome.kind === "answered") work.cache.put(call, asked.outcome.result, work.run);
    addRow(work, planned, asked);
    const nobodyThere = work.reach.note(asked.error);
    if (nobodyThere !== undefined) throw nobodyThere;
  } finally {
    reserved.release();
  }
}

/** A server would answer the key of an earlier run with what it said then. */
function keyOf({ readCache, run }: RowWork, call: string): string {
  return readCache ? call : hashParts([call, run]);
}

function addRow(
  { log, tally, runtime, onRow }: RowWork,
  planned: PlannedRow,
  { outcome, attempts, waitedMs }: Asked,
): void {
  const { key, call, question, arm, repeat } = planned;
  const cached = attempts === 0;
  const row: RunRow = {
    kind: "row",
    key,
    call,
    question: question.id,
    arm: arm.name,
    repeat,
    cached,
    attempts,
    waitedMs,
    at: runtime.now(),
    outcome,
  };
  log.addRow(row);
  onRow?.(row);
  tally.count(cached ? "cached" : "asked", (): Trial => trialOf(planned, row), outcome.kind === "failed");
}
