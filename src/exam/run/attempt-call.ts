// One call with all the patience it deserves: waits its turn, waits out a busy server, tries again what may be mended.
import { type ErrorCode, SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import type { Limiter, Slot } from "../../core/limiter.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Arm, Question } from "../../spec/exam.ts";
import type { AskArm, CallResult } from "./ask-arm.ts";
import { CALL_RESULT, type RowOutcome } from "./log-lines.ts";

export type Call = {
  readonly key: string;
  readonly question: Question;
  readonly arm: Arm;
  readonly repeat: number;
};

export type Patience = {
  /** The longest that one attempt may take. */
  readonly timeoutMs: number;
  /** Attempts in all, those not counted that found the server busy. */
  readonly tries: number;
  /** How long a call waits for a busy server in all. */
  readonly busyMs: number;
};

export type Asking = {
  readonly ask: AskArm;
  /** Of the model that the arm asks: one that is busy holds up none of the others. */
  readonly limiterOf: (arm: Arm) => Limiter;
  readonly patience: Patience;
  /** Where an arm needs more than that for one attempt. */
  readonly timeoutMsOf?: ((arm: Arm) => number | undefined) | undefined;
  readonly runtime: Pick<Runtime, "monotonicMs" | "random" | "sleep">;
  /** Nothing more is begun. */
  readonly stop: AbortSignal;
  /** What is under way is given up. */
  readonly abort: AbortSignal;
};

export type Asked = {
  readonly outcome: RowOutcome;
  readonly attempts: number;
  readonly waitedMs: number;
  /** Of the last attempt, where the call failed. */
  readonly error?: SchoolbookError;
};

/** What no other call of this run would survive either. */
const FATAL: ReadonlySet<ErrorCode> = new Set([
  "engine_missing",
  "engine_broken",
  "model_not_ready",
  "offline",
  "config_invalid",
  "library_missing",
  "library_outdated",
  "library_damaged",
  "library_newer",
  "library_mismatch",
]);
const MENDABLE: ReadonlySet<ErrorCode> = new Set(["engine_failed", "engine_crashed", "engine_busy", "internal"]);
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

type Attempt =
  | { readonly kind: "done"; readonly result: CallResult }
  | { readonly kind: "busy"; readonly error: SchoolbookError; readonly pauseMs: number | undefined }
  | { readonly kind: "broken"; readonly error: SchoolbookError };

/** Throws only what ends the run: it was stopped, or nothing that it asks can be answered. */
export async function attemptCall(call: Call, asking: Asking): Promise<Asked> {
  const { runtime, patience, stop } = asking;
  const limiter = asking.limiterOf(call.arm);
  const began = runtime.monotonicMs();
  let failures = 0;
  let refusals = 0;
  for (let attempts = 1; ; attempts += 1) {
    const slot = await limiter.acquire(stop);
    const waitedMs = Math.round(runtime.monotonicMs() - began);
    const tried = await attempt(call, asking, slot);
    if (tried.kind === "busy") {
      refusals += 1;
      slot.busy(Math.min(LONGEST_PAUSE_MS, tried.pauseMs ?? ownPauseMs(refusals, runtime)));
    }
    slot.release(); // why: only now, so that nobody takes the place before the pause has begun
    if (tried.kind === "done") return { outcome: { kind: "answered", result: tried.result }, attempts, waitedMs };
    if (FATAL.has(tried.error.code)) throw tried.error;
    if (tried.kind === "busy" && waitedMs < patience.busyMs) continue;
    if (tried.kind === "broken") {
      failures += 1;
      if (failures < patience.tries && MENDABLE.has(tried.error.code)) {
        await runtime.sleep(ownPauseMs(failures, runtime), stop);
        continue;
      }
    }
    const { error } = tried;
    return { outcome: { kind: "failed", code: error.code, reason: error.message }, attempts, waitedMs, error };
  }
}

/** Throws only when the run is given up; then nobody waits for the slot any more. */
async function attempt(call: Call, { ask, runtime, abort, ...asking }: Asking, slot: Slot): Promise<Attempt> {
  const timeoutMs = Math.max(asking.patience.timeoutMs, asking.timeoutMsOf?.(call.arm) ?? 0);
  const timer = new AbortController();
  const late = new AbortController();
  const abortSignal = AbortSignal.any([abort, late.signal]);
  runtime
    .sleep(timeoutMs, timer.signal)
    .then(() => late.abort())
    .catch(() => undefined); // why: it fails when the call was quicker
  const started = runtime.monotonicMs();
  try {
    const { key, repeat } = call;
    const reply = await untilAborted(ask(call.question, call.arm, { key, repeat, abortSignal }), abortSignal);
    const latencyMs = reply.latencyMs ?? Math.round((runtime.monotonicMs() - started) * 1000) / 1000;
    const result = { ...reply, latencyMs };
    if (!CALL_RESULT.safeParse(result).success) return { kind: "broken", error: misshapen(call.arm.name) };
    slot.succeeded();
    return { kind: "done", result };
  } catch (error) {
    abort.throwIfAborted();
    if (late.signal.aborted) return { kind: "broken", error: tooLate(timeoutMs) };
    return judge(toSchoolbookError(error));
  } finally {
    timer.abort();
  }
}

/** A function that pays no heed to its signal must not hold up the run. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const stop = (): void => aborted.reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
    aborted.promise.catch(() => undefined); // why: nobody waits for it any more
  }
}

function judge(error: SchoolbookError): Attempt {
  if (error.code !== "engine_busy") return { kind: "broken", error };
  const asked = error.details["retryAfterMs"];
  return { kind: "busy", error, pauseMs: typeof asked === "number" && asked >= 0 ? asked : undefined };
}

/** Doubles with each time, and is spread so that many calls do not come back at once. */
function ownPauseMs(count: number, { random }: Pick<Runtime, "random">): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(10, count - 1)) * (0.5 + random() / 2);
}

function tooLate(timeoutMs: number): SchoolbookError {
  return new SchoolbookError("engine_busy", `There was no answer within ${timeoutMs / 1000} s.`);
}

function misshapen(arm: string): SchoolbookError {
  return new SchoolbookError("internal", `What the arm ${JSON.stringify(arm)} gave back is no answer.`);
}
