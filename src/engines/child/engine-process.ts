// One process that holds a model: started by the first request, started again after a crash, watched while it works.
import type { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { describeEnd } from "./describe-end.ts";
import { FROM_CHILD, type FromChild, type ToChild } from "./messages.ts";
import { readLines } from "./read-lines.ts";
import { type ChildProgram, setWaitedFor, startChild, type StartedChild } from "./start-child.ts";

export type ProcessOptions<Facts> = ChildProgram & {
  /** What was loaded, for messages: `weights.gguf`. */
  readonly what: string;
  readonly facts: z.ZodType<Facts>;
  readonly memoryMb: number;
  readonly startMs?: number | undefined;
  /** How long one request may take; undefined: as long as the process shows signs of life. */
  readonly requestMs?: number | undefined;
  /** How long a working process may be silent. */
  readonly silentMs?: number | undefined;
};

export type CallOptions<Result> = {
  readonly result: z.ZodType<Result>;
  readonly signal?: AbortSignal | undefined;
  /** What comes before the result. */
  readonly onPart?: (part: unknown) => void;
};

export type EngineProcess<Facts> = AsyncDisposable & {
  /** Starts it where it does not run; what it then tells about the model. */
  facts(): Promise<Facts>;
  /** A crash rejects what is under way with `engine_crashed`; the next call starts another process. */
  call<Result>(method: string, params: unknown, options: CallOptions<Result>): Promise<Result>;
  /** Undefined while none runs. */
  readonly pid: () => number | undefined;
};

type Pending = {
  leftMs: number;
  readonly onPart: (part: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
};

type Running = {
  readonly child: StartedChild;
  /** By the number of the request; 0 is the start. */
  readonly pending: Map<number, Pending>;
  readonly facts: Promise<unknown>;
  readonly ended: Promise<void>;
  readonly silentMs: number;
  timer: NodeJS.Timeout | undefined;
  /** How long nothing was heard from it; counted from the first word on, before that the time to start is limited. */
  quietMs: number;
  hasSpoken: boolean;
  /** The next request starts another. */
  isOver: boolean;
  /** Why this program has ended it. */
  because: string | undefined;
};

const START_MS = 300_000;
const SILENT_MS = 20_000;
/**
 * Time is counted in ticks, not read off a clock: a machine that slept, or a program that was paused together with its
 * child, does not find everything overdue when it wakes.
 */
const TICK_MS = 250;
const START = 0;

export function createEngineProcess<Facts>(options: ProcessOptions<Facts>): EngineProcess<Facts> {
  let running: Running | undefined;
  let nextId = START;
  let isClosed = false;

  function current(): Running {
    if (isClosed) throw new SchoolbookError("cancelled", `The model ${options.what} was closed.`);
    if (running?.isOver === false) return running;
    running = start(options);
    return running;
  }

  return {
    pid: () => running?.child.process.pid,
    async facts() {
      return options.facts.parse(await current().facts);
    },
    async call(method, params, { result, signal, onPart = () => undefined }) {
      signal?.throwIfAborted();
      const process = current();
      await unlessAborted(process.facts, signal);
      signal?.throwIfAborted();
      const id = (nextId += 1);
      const answer = ask(process, {
        id,
        method,
        params,
        onPart,
        leftMs: options.requestMs ?? Number.POSITIVE_INFINITY,
      });
      const stop = (): void => giveUp(process, id, signal?.reason);
      signal?.addEventListener("abort", stop, { once: true });
      try {
        return result.parse(await answer);
      } finally {
        signal?.removeEventListener("abort", stop);
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      if (running === undefined) return;
      end(running, "was closed");
      setWaitedFor(running.child, true);
      await running.ended;
    },
  };
}

function start<Facts>(options: ProcessOptions<Facts>): Running {
  const child = startChild(options);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const { promise: facts, ...settlers } = Promise.withResolvers<unknown>();
  facts.catch(() => undefined); // why: whoever waits for an answer waits for this too, but perhaps nobody does yet
  const { silentMs = SILENT_MS, startMs = START_MS } = options;
  const running: Running = {
    child,
    facts,
    ended,
    silentMs,
    pending: new Map(),
    quietMs: 0,
    hasSpoken: false,
    timer: undefined,
    isOver: false,
    because: undefined,
  };
  add(running, START, { ...settlers, leftMs: startMs, onPart: () => undefined });
  readLines(child.channel, (line) => receive(running, line));
  child.channel.on("error", () => undefined); // why: a channel that breaks closes
  // why: it nearly always closes because the process ends, and then that says why.
  child.channel.on("close", () => setTimeout(() => end(running, "closed its channel"), TICK_MS).unref());
  child.process.on("error", () => end(running, "could not be started"));
  child.process.once("exit", () => (running.isOver = true));
  // why: `close` comes after the last message has been read, `exit` perhaps before.
  child.process.once("close", (code, signal) => {
    const { memoryMb, what } = options;
    const { because } = running;
    const error = describeEnd({ code, signal, because, lastWords: child.lastWords(), memoryMb, what });
    for (const id of running.pending.keys()) settle(running, id)?.reject(error);
    resolve();
  });
  return running;
}

function receive(running: Running, line: string | undefined): void {
  const message = parse(line);
  if (message === undefined) return end(running, "sent something that is no message");
  running.quietMs = 0;
  running.hasSpoken = true;
  switch (message.kind) {
    case "alive":
      return undefined;
    case "ready":
      return settle(running, START)?.resolve(message.facts);
    case "part":
      return deliver(running, message.id, message.part);
    case "done":
      return settle(running, message.id)?.resolve(message.result);
    case "failed": {
      if (message.id === START) running.isOver = true;
      const { code, message: text, hint, details } = message.error;
      return settle(running, message.id)?.reject(new SchoolbookError(code, text, { hint, details }));
    }
  }
}

/** A part that its reader cannot use ends its request, not the program. */
function deliver(running: Running, id: number, part: unknown): void {
  try {
    running.pending.get(id)?.onPart(part);
  } catch (error) {
    giveUp(running, id, error);
  }
}

/** Rejects one request and tells the process that nobody waits for it; the others go on. */
function giveUp(running: Running, id: number, reason: unknown): void {
  send(running, { kind: "stop", id });
  settle(running, id)?.reject(reason);
}

function parse(line: string | undefined): FromChild | undefined {
  try {
    return FROM_CHILD.safeParse(JSON.parse(line ?? "")).data;
  } catch {
    // why: what is no JSON is no message either; the caller ends the process for both.
    return undefined;
  }
}

type Asked = Omit<Extract<ToChild, { kind: "ask" }>, "kind"> & Pick<Pending, "onPart" | "leftMs">;

async function ask(running: Running, { id, method, params, onPart, leftMs }: Asked): Promise<unknown> {
  const { promise, ...settlers } = Promise.withResolvers<unknown>();
  add(running, id, { ...settlers, onPart, leftMs });
  send(running, { kind: "ask", id, method, params });
  return promise;
}

function add(running: Running, id: number, pending: Pending): void {
  running.pending.set(id, pending);
  if (running.timer !== undefined) return;
  running.quietMs = 0;
  running.timer = setInterval(() => tick(running), TICK_MS);
  setWaitedFor(running.child, true);
}

/** Takes a request out; with the last one, the process no longer keeps the program from ending, unless it is being closed. */
function settle(running: Running, id: number): Pending | undefined {
  const pending = running.pending.get(id);
  running.pending.delete(id);
  if (running.pending.size === 0) {
    clearInterval(running.timer);
    running.timer = undefined;
    if (!running.isOver) setWaitedFor(running.child, false);
  }
  return pending;
}

function tick(running: Running): void {
  if (running.hasSpoken) running.quietMs += TICK_MS;
  if (running.quietMs > running.silentMs) {
    return end(running, `gave no sign of life for ${running.silentMs / 1000} s and was ended`);
  }
  for (const [id, pending] of running.pending) {
    pending.leftMs -= TICK_MS;
    if (pending.leftMs >= 0) continue;
    if (id === START) return end(running, "took too long to start and was ended");
    giveUp(running, id, tooLate());
  }
  return undefined;
}

function tooLate(): SchoolbookError {
  return new SchoolbookError("engine_failed", "The model took longer over a request than it may.", {
    hint: "Ask for a shorter reply, use a smaller model, or set a larger `timeoutMs` for it.",
  });
}

function send({ child }: Running, message: ToChild): void {
  if (child.channel.writable) child.channel.write(`${JSON.stringify(message)}\n`);
}

/** Its requests are rejected when it has ended. */
function end(running: Running, because: string): void {
  running.because ??= because;
  running.isOver = true;
  running.child.process.kill("SIGKILL");
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
