// Runs queries in a process of their own, kept for the next ones and killed when their time is up.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

import type { QueryReply, QueryRequest, QueryResult } from "./messages.ts";

/** One result per query, in order; what the process did not get to failed for the reason that ended it. */
export type RunQueries = (request: QueryRequest) => Promise<readonly QueryResult[]>;

const MEMORY_MB = 256;

/** One process at a time, one request after the other; it holds nobody's exit up. */
export function createQueryRunner(): RunQueries {
  let child: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const run = async (request: QueryRequest): Promise<readonly QueryResult[]> => {
    child ??= await startProcess();
    const results = await askProcess(child, request);
    if (child.exitCode !== null || child.signalCode !== null || child.killed) child = undefined;
    return results;
  };
  return async (request) => {
    const turn = last.then(async () => run(request));
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function startProcess(): Promise<ChildProcess> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = fork(new URL(`./query-program.${extension}`, import.meta.url), [], {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  // why: its first message says that it is ready; the time of a query does not include the start of a process.
  await Promise.race([once(child, "message"), once(child, "close")]);
  child.unref();
  child.channel?.unref();
  return child;
}

async function askProcess(child: ChildProcess, request: QueryRequest): Promise<readonly QueryResult[]> {
  const results = new Map<number, QueryResult>();
  let reason = "the process that ran it ended";
  const { promise, resolve } = Promise.withResolvers<void>();
  const receive = ({ index, result }: QueryReply): void => {
    results.set(index, result);
    if (results.size === request.queries.length) resolve();
  };
  const timer = setTimeout(() => {
    reason = `it took longer than ${request.timeoutMs} ms`;
    child.kill("SIGKILL");
    resolve();
  }, request.timeoutMs);
  child.on("message", receive).once("close", resolve);
  child.send(request, (error) => {
    if (error !== null) resolve();
  });
  await promise;
  clearTimeout(timer);
  child.off("message", receive).off("close", resolve);
  return request.queries.map((_, index) => results.get(index) ?? { kind: "failed", reason });
}
