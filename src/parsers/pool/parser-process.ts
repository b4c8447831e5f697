// One killable process that parses one file at a time, and what becomes of a file that brings it down.
import { type ChildProcess, fork } from "node:child_process";

import { SchoolbookError } from "../../core/errors.ts";
import type { FileToParse, ParsedFile } from "../parse-file.ts";
import { parseFailure } from "../reading/parse-failure.ts";
import { OUT_OF_MEMORY_SIGNAL, type ParseReply } from "./messages.ts";

export type ProcessSettings = {
  readonly timeoutMs: number;
  readonly memoryMb: number;
};

export type ParserProcess = {
  /** One at a time; a file that takes too long, needs too much or crashes the process is `parse_failed`. */
  parse(file: FileToParse): Promise<ParsedFile>;
  kill(): void;
};

type Outcome =
  | { readonly kind: "done"; readonly file: ParsedFile }
  | { readonly kind: "failed"; readonly error: SchoolbookError }
  | { readonly kind: "died"; readonly reason: string };

type Running = { readonly child: ChildProcess; served: number; isReady: boolean };

const START_MS = 30_000;
const HEAP_SHARE = 0.8;
/** A process is replaced after so many files, so that nothing a parser forgets to free can pile up. */
const FILES_PER_PROCESS = 1000;
const CRASHED_BY_MEMORY = new Set<string | number | null>(["SIGABRT", "SIGTRAP", 134, OUT_OF_MEMORY_SIGNAL]);

/** Starts nothing until the first file comes. */
export function createParserProcess(settings: ProcessSettings): ParserProcess {
  let running: Running | undefined;
  let nextId = 0;

  async function attempt(file: FileToParse): Promise<Outcome> {
    running ??= start(settings);
    const current = running;
    const outcome = await ask(current, { file, id: (nextId += 1) }, settings);
    current.served += 1;
    if (outcome.kind === "died" || current.served >= FILES_PER_PROCESS) {
      current.child.kill("SIGKILL");
      if (running === current) running = undefined;
    }
    return outcome;
  }

  return {
    async parse(file) {
      const wasFresh = (running?.served ?? 0) === 0;
      const first = await attempt(file);
      const isVictim = first.kind === "died" && !wasFresh && !first.reason.startsWith("it took");
      const outcome = isVictim ? await attempt(file) : first;
      if (outcome.kind === "done") return outcome.file;
      throw outcome.kind === "failed" ? outcome.error : parseFailure(file.fileName, outcome.reason);
    },
    kill() {
      running?.child.kill("SIGKILL");
      running = undefined;
    },
  };
}

function start({ memoryMb }: ProcessSettings): Running {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = fork(new URL(`./parser-child.${extension}`, import.meta.url), [String(memoryMb)], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: [
      `--max-old-space-size=${Math.round(memoryMb * HEAP_SHARE)}`,
      // A parser reads what it is sent: it has no business writing files or starting programs.
      "--permission",
      "--allow-fs-read=*",
      "--allow-worker",
    ],
    // Nothing of the program's environment (keys, tokens) is within reach of a document.
    env: process.platform === "win32" ? { SystemRoot: process.env["SystemRoot"] } : {},
  });
  const running = { child, served: 0, isReady: false };
  child.once("message", () => (running.isReady = true));
  child.on("error", () => child.kill("SIGKILL"));
  rest(child);
  return running;
}

type Question = { readonly file: FileToParse; readonly id: number };

async function ask(running: Running, { file, id }: Question, settings: ProcessSettings): Promise<Outcome> {
  const { child } = running;
  child.ref();
  child.channel?.ref();
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let timer = setTimeout(() => resolve({ kind: "died", reason: "the parser could not be started" }), START_MS);
  const begin = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => resolve({ kind: "died", reason: tooLong(settings) }), settings.timeoutMs);
  };
  const onMessage = (reply: ParseReply): void => {
    if (reply.kind === "ready") begin();
    else if (reply.id === id) resolve(outcomeOf(reply));
  };
  const onExit = (code: number | null, signal: string | null): void => {
    const reason = CRASHED_BY_MEMORY.has(signal ?? code) ? tooMuch(settings) : `the parser crashed (${signal ?? code})`;
    resolve({ kind: "died", reason });
  };
  child.on("message", onMessage).on("exit", onExit);
  if (running.isReady) begin();
  if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
  else child.send({ ...file, id }, (error) => error !== null && child.kill("SIGKILL"));
  const outcome = await promise;
  clearTimeout(timer);
  child.off("message", onMessage).off("exit", onExit);
  rest(child);
  return outcome;
}

/** An idle process does not keep the program from ending. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function outcomeOf(reply: Exclude<ParseReply, { kind: "ready" }>): Outcome {
  if (reply.kind === "parsed") return { kind: "done", file: reply.file };
  const { code, message, hint, details } = reply.error;
  return { kind: "failed", error: new SchoolbookError(code, message, { hint, details }) };
}

function tooLong({ timeoutMs }: ProcessSettings): string {
  return `it took longer than ${timeoutMs / 1000} s, which is the limit`;
}

function tooMuch({ memoryMb }: ProcessSettings): string {
  return `it needed more than ${memoryMb} MB of memory, which is the limit`;
}
