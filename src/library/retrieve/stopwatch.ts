// Times the stages of one search.
import type { Runtime } from "../../core/runtime.ts";

export type Stopwatch = {
  /** Ends a stage: the time since the stage before it. */
  readonly lap: (stage: string) => void;
  readonly laps: () => Readonly<Record<string, number>>;
};

export function createStopwatch({ monotonicMs }: Pick<Runtime, "monotonicMs">): Stopwatch {
  const laps: Record<string, number> = {};
  const start = monotonicMs();
  let last = start;
  return {
    lap: (stage) => {
      const now = monotonicMs();
      laps[stage] = (laps[stage] ?? 0) + now - last;
      last = now;
    },
    laps: () => ({ ...laps, total: monotonicMs() - start }),
  };
}
