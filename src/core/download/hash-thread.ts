// The thread that hashes the blocks of a large file while the next ones come in.
import { createHash } from "node:crypto";
import { parentPort } from "node:worker_threads";

import type { FromHashThread, ToHashThread } from "./block-hasher.ts";

const sha256 = createHash("sha256");

function answer(message: ToHashThread): FromHashThread {
  if (message.kind === "finish") return { kind: "finished", sha256: sha256.digest("hex") };
  sha256.update(new Uint8Array(message.memory, 0, message.length));
  return { kind: "hashed" };
}

parentPort?.on("message", (message: ToHashThread) => {
  // why: the rule is about windows of a browser.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(answer(message));
});
