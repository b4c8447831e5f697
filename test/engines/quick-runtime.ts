// A runtime with the real network on this machine whose pauses are noted and cut short, so that patience is tested in no time.
import { type Runtime, systemRuntime } from "../../src/core/runtime.ts";
import type { EngineContext, ModelReference } from "../../src/engines/engine.ts";
import type { ModelOptions } from "../../src/engines/model-options.ts";

export type QuickRuntime = Runtime & {
  /** The pauses that were asked for, in milliseconds. */
  readonly pauses: () => readonly number[];
};

const LONGEST_MS = 5;

export function quickRuntime(env: Readonly<Record<string, string>> = {}): QuickRuntime {
  const pauses: number[] = [];
  let skippedMs = 0;
  const real = systemRuntime({ env, random: () => 0.5 });
  return {
    ...real,
    pauses: () => pauses,
    monotonicMs: () => real.monotonicMs() + skippedMs,
    sleep: async (ms, signal) => {
      pauses.push(ms);
      const sleptMs = Math.min(ms, LONGEST_MS);
      await real.sleep(sleptMs, signal);
      skippedMs += ms - sleptMs;
    },
  };
}

export function referenceOf(text: string): ModelReference {
  const at = text.indexOf(":");
  return { text, scheme: text.slice(0, at), name: text.slice(at + 1) };
}

/** With patience that a busy machine does not exhaust, unless told otherwise. */
export function quickContext(options: ModelOptions = {}, runtime: Runtime = quickRuntime()): EngineContext {
  return {
    runtime,
    offline: false,
    projectFolder: "/nowhere",
    cacheFolder: "/nowhere",
    options: { timeoutMs: 10_000, ...options },
  };
}
