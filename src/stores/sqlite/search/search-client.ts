// The main thread's side of the search worker: starts it, asks it, and says so when it dies.
import type { Worker } from "node:worker_threads";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Hits, StoreQuery } from "../../../spec/store.ts";
import { revivedError, startThread } from "../threads/start-thread.ts";
import type { SearchReply, SearchRequest } from "./search-messages.ts";

export type SearchClient = AsyncDisposable & {
  /** Starts the worker ahead of the first search. */
  start(): void;
  search(query: StoreQuery): Promise<Hits>;
};

type Waiting = {
  readonly resolve: (hits: Hits) => void;
  readonly reject: (error: SchoolbookError) => void;
};

type Running = {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
};

export function createSearchClient(path: string): SearchClient {
  let running: Running | undefined;
  let isClosed = false;
  let lastId = 0;
  const start = (): Running => {
    if (isClosed) throw new SchoolbookError("internal", `The library ${path} has been closed.`);
    running ??= startWorker(path, () => (running = undefined));
    return running;
  };
  return {
    start,
    search: async (query) => {
      const { worker, waiting } = start();
      const request: SearchRequest = { id: ++lastId, query };
      return new Promise<Hits>((resolve, reject) => {
        waiting.set(request.id, { resolve, reject });
        worker.ref();
        // why: the rule is about windows of a browser.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin
        worker.postMessage(request);
      });
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      const ending = running;
      await ending?.worker.terminate();
    },
  };
}

function startWorker(path: string, onEnd: () => void): Running {
  const worker = startThread({ kind: "search", path });
  const waiting = new Map<number, Waiting>();
  let cause: unknown;
  // why: an idle worker must not keep a program alive whose work is done.
  worker.unref();
  worker.on("message", (reply: SearchReply) => {
    settle(waiting, reply);
    if (waiting.size === 0) worker.unref();
  });
  worker.on("error", (error) => (cause = error));
  worker.on("exit", (code) => {
    onEnd();
    for (const { reject } of waiting.values()) reject(ended(path, code, cause));
    waiting.clear();
  });
  return { worker, waiting };
}

function settle(waiting: Map<number, Waiting>, reply: SearchReply): void {
  const call = waiting.get(reply.id);
  waiting.delete(reply.id);
  if ("hits" in reply) call?.resolve(reply.hits);
  else call?.reject(revivedError(reply.error));
}

function ended(path: string, code: number, cause: unknown): SchoolbookError {
  return new SchoolbookError("internal", `The search thread of ${path} ended before it answered (exit code ${code}).`, {
    hint: "Ask again: the next search starts a new one.",
    cause,
  });
}
