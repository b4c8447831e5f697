// A deadline that is put off each time something happens, joined with the caller's own signal.

export type Patience = Disposable & {
  /** Aborted when the time is up, or when the caller stops. */
  readonly signal: AbortSignal;
  readonly ranOut: () => boolean;
  /** From now on so long until the time is up. */
  expectWithin(ms: number): void;
  /** The other side is not what is being waited for, until the next `renew`. */
  hold(): void;
  /** Something happened: the time begins anew. */
  renew(): void;
};

export function createPatience(stop?: AbortSignal): Patience {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let waitMs = 0;
  let sinceMs = 0;
  let isHeld = false;

  const begin = (): void => {
    isHeld = false;
    sinceMs = performance.now();
  };
  const timeIsUp = (): void => {
    // why: a process that was paused, or starved, finds its timers overdue before it has looked at what came meanwhile.
    const wasPaused = performance.now() - sinceMs > 2 * waitMs;
    if (!isHeld && !wasPaused) return deadline.abort();
    sinceMs = performance.now();
    timer?.refresh();
  };
  return {
    signal: stop === undefined ? deadline.signal : AbortSignal.any([stop, deadline.signal]),
    ranOut: () => deadline.signal.aborted,
    expectWithin: (ms) => {
      clearTimeout(timer);
      waitMs = ms;
      begin();
      timer = setTimeout(timeIsUp, ms);
    },
    hold: () => {
      isHeld = true;
    },
    renew: () => {
      begin();
      timer?.refresh();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
