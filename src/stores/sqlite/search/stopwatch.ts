// How long the stages of a search took.

export type Stopwatch = {
  /** Ends a stage that began where the last one ended. */
  lap(stage: string): void;
  readonly laps: Readonly<Record<string, number>>;
};

export function createStopwatch(): Stopwatch {
  const laps: Record<string, number> = {};
  let last = performance.now();
  return {
    lap(stage) {
      const now = performance.now();
      laps[stage] = now - last;
      last = now;
    },
    laps,
  };
}
