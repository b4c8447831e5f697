// The program's side within an engine's process: takes requests, answers them, says that it is there, dies with its parent.
import { Socket } from "node:net";
import { Worker } from "node:worker_threads";

import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import { BEAT_MS, CHANNEL_FD, type FromChild, TO_CHILD } from "./messages.ts";
import { readLines } from "./read-lines.ts";

export type Call = {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  send(part: unknown): void;
};

export type Method = (params: unknown, call: Call) => Promise<unknown>;

export type Service = {
  /** What the parent learns about what was loaded. */
  readonly facts: unknown;
  readonly methods: Readonly<Record<string, Method>>;
};

/** Runs until the parent closes the channel; a start that fails is told to the parent and ends the process. */
export async function serve(start: () => Promise<Service>, memoryMb: number): Promise<void> {
  const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
  channel.on("close", () => process.exit(0));
  channel.on("error", () => process.exit(0));
  const reply = (message: FromChild): void => void channel.write(`${JSON.stringify(message)}\n`);
  const work = watchWork(reply, memoryMb);
  using _starting = work.begin();
  try {
    const { facts, methods } = await start();
    listen(channel, { methods, reply, work });
    reply({ kind: "ready", facts });
  } catch (error) {
    reply({ kind: "failed", id: 0, error: toSchoolbookError(error).toJSON() });
    channel.end(() => process.exit(1));
  }
}

type Work = { begin(): Disposable };

type Desk = {
  readonly methods: Service["methods"];
  readonly reply: (message: FromChild) => void;
  readonly work: Work;
};

function listen(channel: Socket, desk: Desk): void {
  const running = new Map<number, AbortController>();
  readLines(channel, (line) => {
    const message = TO_CHILD.parse(JSON.parse(line ?? ""));
    if (message.kind === "stop") return running.get(message.id)?.abort();
    const controller = new AbortController();
    running.set(message.id, controller);
    void answer(message, controller.signal, desk).finally(() => running.delete(message.id));
  });
}

type Question = { readonly id: number; readonly method: string; readonly params?: unknown };

async function answer({ id, method, params }: Question, signal: AbortSignal, desk: Desk): Promise<void> {
  const { methods, reply, work } = desk;
  using _working = work.begin();
  try {
    const run = methods[method];
    if (run === undefined) throw new SchoolbookError("internal", `The engine's process knows no ${method}.`);
    const result = await run(params, { signal, send: (part) => reply({ kind: "part", id, part }) });
    reply({ kind: "done", id, result });
  } catch (error) {
    reply({ kind: "failed", id, error: toSchoolbookError(error).toJSON() });
  }
}

/** While there is work, a heartbeat goes to the parent and a thread of its own watches over memory; at rest, nothing runs. */
function watchWork(reply: (message: FromChild) => void, memoryMb: number): Work {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const count = new Int32Array(shared);
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const watchdog = new Worker(new URL(`./watchdog.${extension}`, import.meta.url), {
    workerData: { shared, memoryMb, parentPid: process.ppid },
  });
  watchdog.unref();
  let beat: NodeJS.Timeout | undefined;
  return {
    begin() {
      if (Atomics.add(count, 0, 1) === 0) {
        reply({ kind: "alive" });
        beat = setInterval(() => reply({ kind: "alive" }), BEAT_MS);
      }
      Atomics.notify(count, 0);
      return {
        [Symbol.dispose]: () => {
          if (Atomics.sub(count, 0, 1) === 1) clearInterval(beat);
        },
      };
    },
  };
}
