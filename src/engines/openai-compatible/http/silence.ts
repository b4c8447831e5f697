// Gives up on a server that has said nothing for too long.

export type SilenceWatch = Disposable & {
  /** Aborts on silence, when the caller's signal does, and when the watch is disposed of. */
  readonly signal: AbortSignal;
  /** True once the server was silent for too long. */
  readonly isSilent: () => boolean;
  /** The server has said something, or is to have another patience from now on. */
  heard(patienceMs?: number): void;
  /** The caller is busy: silence does not count until the server is listened to again. */
  pause(): void;
};

/** The part of the patience after which one more look is taken. */
const FIRST_LOOK = 0.8;

/**
 * Starts to count at once. In two steps, since after a long pause of this process (a sleeping laptop, a busy thread) the
 * timer is late and what the server said meanwhile has not been read yet.
 */
export function watchSilence(patienceMs: number, caller: AbortSignal | undefined): SilenceWatch {
  const controller = new AbortController();
  let silent = false;
  let patience = patienceMs;
  const give = (): void => {
    silent = true;
    controller.abort(new DOMException("The server was silent for too long.", "TimeoutError"));
  };
  const lookAgain = (): void => {
    timer = setTimeout(give, patience * (1 - FIRST_LOOK));
  };
  let timer = setTimeout(lookAgain, patience * FIRST_LOOK);
  const signals = caller === undefined ? [controller.signal] : [controller.signal, caller];
  return {
    signal: AbortSignal.any(signals),
    isSilent: () => silent,
    heard: (newPatienceMs) => {
      patience = newPatienceMs ?? patience;
      clearTimeout(timer);
      timer = setTimeout(lookAgain, patience * FIRST_LOOK);
    },
    pause: () => clearTimeout(timer),
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
