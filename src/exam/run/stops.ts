// How a run ends before its end: first nothing more is begun, then, after a while, what is under way is given up.
import { setMaxListeners } from "node:events";

import type { Runtime } from "../../core/runtime.ts";

export type StopReason =
  /** Somebody said so. */
  | "aborted"
  /** Another call would go beyond the budget, or the forecast does. */
  | "budget"
  /** Somebody saw the forecast and said no. */
  | "declined"
  /** Nothing that it asks can be answered. */
  | "failed";

export type Stops = Disposable & {
  readonly signals: { readonly stop: AbortSignal; readonly abort: AbortSignal };
  end(reason: StopReason): void;
  reason(): StopReason | undefined;
};

export type StopOptions = {
  readonly signal?: AbortSignal;
  /** Ends it without any drain. */
  readonly hurry?: AbortSignal;
  readonly drainMs: number;
  readonly runtime: Pick<Runtime, "sleep">;
};

export function createStops({ signal, hurry, drainMs, runtime }: StopOptions): Stops {
  const stop = new AbortController();
  const abort = new AbortController();
  const over = new AbortController();
  setMaxListeners(0, stop.signal, abort.signal); // why: every call under way listens
  let reason: StopReason | undefined;
  const end = (why: StopReason): void => {
    if (reason !== undefined) return;
    reason = why;
    stop.abort();
    runtime
      .sleep(drainMs, over.signal)
      .then(() => abort.abort())
      .catch(() => undefined); // why: it fails when all was done in time
  };
  const onSignal = (): void => end("aborted");
  const onHurry = (): void => {
    end("aborted");
    abort.abort();
  };
  if (signal?.aborted === true) onSignal();
  if (hurry?.aborted === true) onHurry();
  hurry?.addEventListener("abort", onHurry, { once: true });
  signal?.addEventListener("abort", onSignal, { once: true });
  return {
    signals: { stop: stop.signal, abort: abort.signal },
    end,
    reason: () => reason,
    [Symbol.dispose]: () => {
      over.abort();
      signal?.removeEventListener("abort", onSignal);
      hurry?.removeEventListener("abort", onHurry);
    },
  };
}
