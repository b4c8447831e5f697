// Hashes a file block by block: small files at once, large ones in a thread, since hashing takes about as long as receiving.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import { workerFlags } from "../worker-arguments.ts";
import { createFileHasher, type FileHashes } from "./digest.ts";

export type BlockHasher = AsyncDisposable & {
  /** A promise: the block must not change until it is kept. */
  update(block: Uint8Array): Promise<void> | undefined;
  finish(): Promise<FileHashes>;
};

export type ToHashThread =
  | { readonly kind: "block"; readonly memory: SharedArrayBuffer; readonly length: number }
  | { readonly kind: "finish" };

export type FromHashThread = { readonly kind: "hashed" } | { readonly kind: "finished"; readonly sha256: string };

/** Starting a thread takes as long as hashing some fifty megabytes. */
const LARGE_BYTES = 128 * 1024 * 1024;

/** Blocks in memory that threads can share, so that none is copied for the thread. */
export function newBlock(bytes: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(bytes));
}

/** `gitSize`: the hash by which git names a file of this size is wanted too. */
export function createBlockHasher(size: number | undefined, gitSize?: number): BlockHasher {
  const isLarge = size !== undefined && size >= LARGE_BYTES && gitSize === undefined;
  return isLarge && availableParallelism() > 1 ? threadHasher() : localHasher(gitSize);
}

function localHasher(gitSize: number | undefined): BlockHasher {
  const hasher = createFileHasher(gitSize);
  return {
    update: (block) => {
      hasher.update(block);
      return undefined;
    },
    finish: async () => hasher.finish(),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function threadHasher(): BlockHasher {
  let thread: Worker | undefined;
  let failure: unknown;
  const waiting: PromiseWithResolvers<FromHashThread>[] = [];
  const fail = (error: unknown): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  const start = (): Worker => {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const started = new Worker(new URL(`./hash-thread.${extension}`, import.meta.url), {
      ...workerFlags(),
      name: "schoolbook-hash",
    });
    started.on("message", (message: FromHashThread) => waiting.shift()?.resolve(message));
    started.on("error", fail);
    started.on("exit", () => fail(new Error("the hashing thread has ended")));
    return started;
  };
  const ask = async (message: ToHashThread): Promise<FromHashThread> => {
    if (failure !== undefined) throw failure;
    thread ??= start();
    const answer = Promise.withResolvers<FromHashThread>();
    waiting.push(answer);
    // why: the rule is about windows of a browser.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    thread.postMessage(message);
    return answer.promise;
  };
  return {
    update: async ({ buffer, length }) => {
      if (!(buffer instanceof SharedArrayBuffer))
        throw new TypeError("a thread hashes only what lies in shared memory");
      await ask({ kind: "block", memory: buffer, length });
    },
    finish: async () => {
      const answer = await ask({ kind: "finish" });
      return { sha256: answer.kind === "finished" ? answer.sha256 : "", gitSha1: undefined };
    },
    [Symbol.asyncDispose]: async () => void (await thread?.terminate()),
  };
}
