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
  let isHeld = false;
  const timeIsUp = (): void => {
    if (isHeld) timer?.refresh();
    else deadline.abort();
  };
  return {
    signal: stop === undefined ? deadline.signal : AbortSignal.any([stop, deadline.signal]),
    ranOut: () => deadline.signal.aborted,
    expectWithin: (ms) => {
      clearTimeout(timer);
      isHeld = false;
      timer = setTimeout(timeIsUp, ms);
    },
    hold: () => {
      isHeld = true;
    },
    renew: () => {
      isHeld = false;
      timer?.refresh();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
