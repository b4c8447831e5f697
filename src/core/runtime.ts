// Everything a run takes from the outside world besides files: clock, randomness, ids, environment, network, warnings.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export type Runtime = {
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly fetch: typeof fetch;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** The real world; tests and replays pass their own. */
export function systemRuntime(overrides: Partial<Runtime> = {}): Runtime {
  return {
    now: Date.now,
    monotonicMs: () => performance.now(),
    random: Math.random,
    newId: randomUUID,
    sleep: async (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    fetch: globalThis.fetch,
    env: process.env,
    ...overrides,
  };
}

/** A small seeded generator (mulberry32): the same seed gives the same numbers everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
