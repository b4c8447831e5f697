// Starts the training process and hands on what it tells; whoever stops listening, or aborts, ends it.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { SchoolbookError } from "../../../core/errors.ts";
import { workerFlags } from "../../../core/worker-arguments.ts";
import type { TrainEvent } from "../../../spec/training.ts";
import type { Job } from "../run/prepare-run.ts";
import { FROM_TRAINING } from "./messages.ts";

type Told = { readonly events: TrainEvent[]; readonly end: { readonly error?: unknown } | undefined };

/** What it has told so far is not lost when it is killed: the next run of the same plan goes on from its checkpoint. */
export async function* startTraining(job: Job, signal: AbortSignal | undefined): AsyncGenerator<TrainEvent> {
  signal?.throwIfAborted();
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = fork(fileURLToPath(new URL(`./training-process.${extension}`, import.meta.url)), {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    ...workerFlags(),
  });
  const desk = listen(child, signal);
  const stop = (): void => void child.kill("SIGKILL");
  signal?.addEventListener("abort", stop, { once: true });
  child.send(job);
  try {
    for (;;) {
      const { events, end } = await desk.next();
      yield* events;
      if (end === undefined) continue;
      if (end.error !== undefined) throw end.error;
      return;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
    await desk.ended;
  }
}

const WORDS_KEPT = 2000;

function listen(child: ChildProcess, signal: AbortSignal | undefined) {
  const { promise: ended, resolve: tellEnded } = Promise.withResolvers<void>();
  let changed = Promise.withResolvers<void>();
  let events: TrainEvent[] = [];
  let end: Told["end"];
  let words = "";
  let isFinished = false;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-WORDS_KEPT)));
  child.on("message", (raw) => {
    const message = FROM_TRAINING.parse(raw);
    if (message.kind === "event") {
      events.push(message.event);
      isFinished ||= message.event.kind === "finish";
    } else {
      const { code, message: text, hint, details } = message.error;
      end ??= { error: new SchoolbookError(code, text, { hint, details }) };
    }
    changed.resolve();
  });
  child.on("error", (error) => {
    end ??= { error };
    changed.resolve();
  });
  child.once("close", (code, killed) => {
    end ??= isFinished ? {} : { error: signal?.aborted === true ? signal.reason : crashed(killed ?? code, words) };
    changed.resolve();
    tellEnded();
  });
  return {
    ended,
    async next(): Promise<Told> {
      if (events.length === 0 && end === undefined) await changed.promise;
      changed = Promise.withResolvers();
      const told = { events, end };
      events = [];
      return told;
    },
  };
}

function crashed(how: number | string | null, words: string): SchoolbookError {
  return new SchoolbookError(
    "engine_crashed",
    `The training process ended early (${how ?? "unknown"}). ${words}`.trim(),
    {
      hint: "Run the same command again: it goes on from the last checkpoint.",
    },
  );
}
