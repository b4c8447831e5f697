// A runtime without surprises: a clock that only moves when told to, seeded randomness, counted ids, no network.
import { type Runtime, seededRandom } from "../core/runtime.ts";

export type FakeRuntimeOptions = {
  readonly seed?: number;
  readonly startMs?: number;
  readonly fetch?: typeof fetch;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

export type FakeRuntime = Runtime & {
  /** Moves the clock forward. */
  readonly advance: (ms: number) => void;
};

/** A runtime whose `sleep` moves its clock and returns at once, and whose `fetch` refuses unless one is given. */
export function createFakeRuntime(options: FakeRuntimeOptions = {}): FakeRuntime {
  const { seed = 1, startMs = Date.UTC(2026, 0, 1), env = {} } = options;
  let elapsedMs = 0;
  let ids = 0;
  const advance = (ms: number): void => {
    elapsedMs += ms;
  };
  return {
    now: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    random: seededRandom(seed),
    newId: () => `id-${String(++ids).padStart(4, "0")}`,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      advance(ms);
    },
    fetch: options.fetch ?? refuseNetwork,
    env,
    advance,
  };
}

async function refuseNetwork(input: string | URL | Request): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input);
  throw new TypeError(`The fake runtime has no network; it was asked for ${address}.`);
}
