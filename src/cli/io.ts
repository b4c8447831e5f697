// What the command line takes from the process that runs it, so that tests can run it without one.
import { proxyFetch } from "../core/proxy-fetch.ts";
import { type Runtime, systemRuntime } from "../core/runtime.ts";

export type Output = {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number;
};

/** `stop`: somebody at the keyboard, who can wait for what is nearly done. `end`: the system, which soon ends the process itself. */
export type Interrupt = "stop" | "end";

export type CommandLineIo = {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Answers to questions, line by line; undefined when nobody can be asked. */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The file that was started, where that is known. */
  readonly script: string | undefined;
  readonly runtime: Runtime;
  /** Calls back at each Ctrl-C, and when the system wants the process to end, until it is disposed of. */
  onInterrupt(handler: (kind: Interrupt) => void): Disposable;
  /** Ends the process without waiting for anything. */
  exitNow(code: number): void;
};

/** The process itself. A reader that closes its end of the pipe ends the program quietly. */
export function processIo(): CommandLineIo {
  return {
    stdout: streamOutput(process.stdout),
    stderr: streamOutput(process.stderr),
    ask: process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal : undefined,
    env: process.env,
    cwd: process.cwd(),
    script: process.argv[1],
    runtime: systemRuntime({ fetch: proxyFetch(process.env) }),
    onInterrupt: (handler) => {
      const onStop = (): void => handler("stop");
      const onEnd = (): void => handler("end");
      process.on("SIGINT", onStop).on("SIGTERM", onEnd);
      return { [Symbol.dispose]: () => void process.off("SIGINT", onStop).off("SIGTERM", onEnd) };
    },
    exitNow: (code) => process.exit(code),
  };
}

type TerminalStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

function streamOutput(stream: TerminalStream): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  return {
    write: (text) => void stream.write(text),
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      // why: a terminal without a known width, as in some containers, says 0.
      return stream.columns === undefined || stream.columns === 0 ? 80 : stream.columns;
    },
  };
}

async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}
