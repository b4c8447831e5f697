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

/** Starts to count at once. */
export function watchSilence(patienceMs: number, caller: AbortSignal | undefined): SilenceWatch {
  const controller = new AbortController();
  let silent = false;
  let patience = patienceMs;
  const give = (): void => {
    silent = true;
    controller.abort(new DOMException("The server was silent for too long.", "TimeoutError"));
  };
  let timer = setTimeout(give, patience);
  const signals = caller === undefined ? [controller.signal] : [controller.signal, caller];
  return {
    signal: AbortSignal.any(signals),
    isSilent: () => silent,
    heard: (newPatienceMs) => {
      patience = newPatienceMs ?? patience;
      clearTimeout(timer);
      timer = setTimeout(give, patience);
    },
    pause: () => clearTimeout(timer),
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
