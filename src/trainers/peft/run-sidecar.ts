// One process of the Python sidecar: what it says as it comes, its orders, its silence, its end.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { FROM_SIDECAR, type FromSidecar, type ToSidecar } from "./sidecar-messages.ts";

export type SidecarOptions = {
  /** An interpreter that has what trainer/requirements-*.txt name. */
  readonly python: string;
  readonly threads: number;
  readonly runtime: Pick<Runtime, "env">;
  /** How long it may give no sign of life. */
  readonly silentMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What is left of its messages when the heartbeat is taken out and failures are thrown. */
export type Told = Exclude<FromSidecar, { readonly kind: "alive" | "failed" }>;

/** Disposing of it ends the process at once; what its last checkpoint holds stays. */
export type Sidecar = AsyncDisposable & {
  send(order: ToSidecar): void;
  /** Everything but its heartbeat; ends with the process, and throws where that did not end well. */
  readonly messages: AsyncIterable<Told>;
  readonly pid: number | undefined;
};

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Python's own start and a large model's loading hold the heartbeat up. */
const SILENT_MS = 180_000;
/** Ticks, not a clock: a machine that slept does not find everything overdue when it wakes. */
const TICK_MS = 500;
const WORDS_KEPT = 4000;
const WORDS_SHOWN = 400;

/** What Python and its libraries ask the environment for; keys and tokens are not among it. */
const PASSED =
  /^(?:PATH|HOME|USERPROFILE|SystemRoot|TMPDIR|TEMP|TMP|LANG|LC_\w+|LD_LIBRARY_PATH|DYLD_\w+|(?:CUDA|NVIDIA|NCCL|HIP|ROCR)_\w+)$/u;

/** The folder of the Python files, from source and once built alike. */
export const SIDECAR_FOLDER = fileURLToPath(new URL("../../../trainer/", import.meta.url));

export function startSidecar(options: SidecarOptions): Sidecar {
  const child = spawn(options.python, ["-s", "-B", join(SIDECAR_FOLDER, "main.py")], {
    stdio: ["pipe", "pipe", "pipe"],
    env: environmentOf(options),
    windowsHide: true,
  });
  // why: an order to a process that has just ended is no error; its end is told by `messages`.
  child.stdin.on("error", () => undefined);
  const ended = Promise.withResolvers<Ending>();
  let because: string | undefined;
  const lastWords = keepEnd(child.stderr);
  const kill = (reason: string): void => {
    because ??= reason;
    child.kill("SIGKILL");
  };
  const watch = watchSilence(options.silentMs ?? SILENT_MS, () => kill("gave no sign of life and was ended"));
  child.on("error", (error) => ended.resolve({ kind: "not-started", error }));
  child.on("close", (code, signal) => ended.resolve({ kind: "ended", code, signal, because, said: lastWords() }));
  void ended.promise.then(() => watch[Symbol.dispose]());
  const stop = (): void => kill("was cancelled");
  options.signal?.addEventListener("abort", stop, { once: true });
  return {
    pid: child.pid,
    send: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
    messages: readMessages(child, { ended: ended.promise, heard: watch.heard, options }),
    [Symbol.asyncDispose]: async () => {
      options.signal?.removeEventListener("abort", stop);
      kill("was closed");
      await ended.promise;
    },
  };
}

function environmentOf({ runtime, threads }: SidecarOptions): Record<string, string | undefined> {
  const passed = Object.entries(runtime.env).filter(([name]) => PASSED.test(name));
  return {
    ...Object.fromEntries(passed),
    // why: models come from this machine; nothing is fetched and nobody is told.
    HF_HUB_OFFLINE: "1",
    HF_HUB_DISABLE_TELEMETRY: "1",
    TOKENIZERS_PARALLELISM: "false",
    PYTHONHASHSEED: "0",
    PYTHONUTF8: "1",
    OMP_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
    CUBLAS_WORKSPACE_CONFIG: ":4096:8",
  };
}

type Ending =
  | { readonly kind: "not-started"; readonly error: Error }
  | {
      readonly kind: "ended";
      readonly code: number | null;
      readonly signal: string | null;
      /** Why this program has ended it, where it has. */
      readonly because: string | undefined;
      readonly said: string;
    };

type Reading = {
  readonly ended: Promise<Ending>;
  readonly heard: () => void;
  readonly options: SidecarOptions;
};

/** Lines are taken as they come, also while nobody asks for the next message: an exam may take long, and silence ends a process. */
function readMessages(child: Child, { ended, heard, options }: Reading): AsyncIterable<Told> {
  const lines: string[] = [];
  const state = { isClosed: false, arrived: Promise.withResolvers<void>() };
  const announce = (): void => {
    state.arrived.resolve();
    state.arrived = Promise.withResolvers();
  };
  createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
    heard();
    lines.push(line);
    announce();
  });
  // why: `close` comes after the last line has been read.
  child.on("close", () => {
    state.isClosed = true;
    announce();
  });
  child.on("error", () => {
    state.isClosed = true;
    announce();
  });
  async function nextLine(): Promise<string | undefined> {
    while (lines.length === 0 && !state.isClosed) await state.arrived.promise;
    return lines.shift();
  }
  return untilDone(nextLine, { ended, options });
}

async function* untilDone(
  nextLine: () => Promise<string | undefined>,
  { ended, options }: Pick<Reading, "ended" | "options">,
): AsyncGenerator<Told> {
  for (let line = await nextLine(); line !== undefined; line = await nextLine()) {
    const message = parse(line);
    if (message.kind === "failed") {
      throw new SchoolbookError(message.code, message.message, message.hint === "" ? {} : { hint: message.hint });
    }
    if (message.kind !== "alive") yield message;
    if (message.kind === "done") return;
  }
  options.signal?.throwIfAborted();
  throw endError(await ended, options.python);
}

function parse(line: string): FromSidecar {
  try {
    return FROM_SIDECAR.parse(JSON.parse(line));
  } catch (cause) {
    const message = `The trainer said something that is not understood: ${line.slice(0, WORDS_SHOWN)}`;
    throw new SchoolbookError("engine_broken", message, {
      hint: "Run `schoolbook school setup --force`; the trainer and Schoolbook are of different versions.",
      cause,
    });
  }
}

function endError(ending: Ending, python: string): SchoolbookError {
  if (ending.kind === "not-started") {
    return new SchoolbookError("engine_broken", `The trainer's Python could not be started: ${python}.`, {
      hint: "Run `schoolbook school setup --force`.",
      cause: ending.error,
    });
  }
  const { code, signal, because, said } = ending;
  const killed = signal === "SIGKILL" ? "was killed, perhaps because the machine ran out of memory" : undefined;
  const reason = because ?? killed ?? (signal === null ? `ended with code ${code}` : `crashed (${signal})`);
  const words = said.trim().split("\n").at(-1)?.trim().slice(0, WORDS_SHOWN) ?? "";
  const told = words === "" || because !== undefined ? "" : `; the last it said was: ${words}`;
  return new SchoolbookError("engine_crashed", `The trainer's process ${reason}${told}.`, {
    hint: "Run the same training again: it goes on from its last checkpoint.",
    details: { code, signal },
  });
}

function keepEnd(stream: Readable): () => string {
  let words = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-WORDS_KEPT);
  });
  return () => words;
}

type SilenceWatch = Disposable & { readonly heard: () => void };

function watchSilence(silentMs: number, onSilence: () => void): SilenceWatch {
  let quietMs = 0;
  const timer = setInterval(() => {
    quietMs += TICK_MS;
    if (quietMs > silentMs) onSilence();
  }, TICK_MS);
  return {
    heard: () => {
      quietMs = 0;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
