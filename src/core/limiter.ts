// How many requests a server gets at once: one more while all goes well, half as many when it says that it is busy.
import type { Runtime } from "./runtime.ts";

export type LimiterOptions = {
  /** Never more than these at once. */
  readonly max: number;
  readonly runtime: Pick<Runtime, "monotonicMs" | "sleep">;
};

export type Slot = {
  /** The request went well: there is room for more. */
  succeeded(): void;
  /** The server is busy: fewer at once, and none before the pause is over. */
  busy(pauseMs: number): void;
  /** Lets the next one begin; more than once is the same as once. */
  release(): void;
};

export type Limiter = {
  /** Waits for this request's turn. */
  acquire(signal: AbortSignal | undefined): Promise<Slot>;
  /** How many may run at once now. */
  readonly limit: () => number;
};

const FIRST_LIMIT = 4;

/** Additive increase, multiplicative decrease; a burst of refusals counts once, since all of it began before the first. */
export function createLimiter({ max, runtime }: LimiterOptions): Limiter {
  let limit = Math.min(FIRST_LIMIT, max);
  let active = 0;
  let pausedUntil = 0;
  let decreases = 0;
  let changed = Promise.withResolvers<void>();

  const announce = (): void => {
    const previous = changed;
    changed = Promise.withResolvers();
    previous.resolve();
  };

  const slot = (): Slot => {
    const startedAfter = decreases;
    let held = true;
    return {
      succeeded: () => {
        limit = Math.min(max, limit + 1 / limit);
      },
      busy: (pauseMs) => {
        pausedUntil = Math.max(pausedUntil, runtime.monotonicMs() + pauseMs);
        if (startedAfter !== decreases) return;
        limit = Math.max(1, limit / 2);
        decreases += 1;
      },
      release: () => {
        if (held) active -= 1;
        held = false;
        announce();
      },
    };
  };

  return {
    limit: () => Math.floor(limit),
    acquire: async (signal) => {
      for (;;) {
        signal?.throwIfAborted();
        const pauseMs = pausedUntil - runtime.monotonicMs();
        if (pauseMs > 0) await runtime.sleep(pauseMs, signal);
        else if (active >= Math.floor(limit)) await untilAborted(changed.promise, signal);
        else break;
      }
      active += 1;
      return slot();
    },
  };
}

/** Resolves with the promise, or as soon as the signal aborts; the caller looks which it was. */
async function untilAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<void>();
  const stop = (): void => aborted.resolve();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
