// Runs queries one after the other in a process of their own, which is killed when their time is up.
import { fork } from "node:child_process";
import { once } from "node:events";

import type { QueryReply, QueryRequest, QueryResult } from "./messages.ts";

const MEMORY_MB = 256;

/** One result per query, in order; what the process did not get to failed for the reason that ended it. */
export async function runQueries(request: QueryRequest): Promise<readonly QueryResult[]> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = fork(new URL(`./query-program.${extension}`, import.meta.url), [], {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const results = new Map<number, QueryResult>();
  let isTooLate = false;
  const timer = setTimeout(() => {
    isTooLate = true;
    child.kill("SIGKILL");
  }, request.timeoutMs);
  child.on("message", ({ index, result }: QueryReply) => results.set(index, result));
  const ended = once(child, "close");
  try {
    child.send(request);
    await ended;
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
  const reason = isTooLate ? `it took longer than ${request.timeoutMs} ms` : "the process that ran it ended";
  return request.queries.map((_, index) => results.get(index) ?? { kind: "failed", reason });
}
