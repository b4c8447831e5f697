// The coordinator's side of a worker: starts it, gives it one task at a time, ends it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { ContestantName } from "./contestants/registry.ts";
import type { Size } from "./data.ts";
import type { Asked, Built, Opened, Task, Upserted } from "./worker.ts";

export type Worker = {
  build(): Promise<Built>;
  open(): Promise<Opened>;
  ask(task: Omit<Extract<Task, { kind: "ask" }>, "kind">): Promise<Asked>;
  upsert(seed: number): Promise<Upserted>;
  end(): Promise<void>;
};

const FILE = fileURLToPath(new URL("worker.ts", import.meta.url));
/** Each run has its own, so that two at once do not meet; run.ts removes it. */
export const RUN_FOLDER = `.bench/stores/run-${process.pid}`;

const FLAGS = ["--max-old-space-size=12000", "--disable-warning=ExperimentalWarning"];
const LIMIT_MS = 900_000;

type Reply<Outcome> = { readonly outcome: Outcome } | { readonly error: string };

export function startWorker(name: ContestantName, size: Size): Worker {
  const folder = join(RUN_FOLDER, `${name}-${size.passages}x${size.dims}`);
  const child = fork(FILE, [name, String(size.passages), String(size.dims), folder], {
    execArgv: FLAGS,
    env: { ...process.env, LANCE_LOG: "error", LANCEDB_LOG: "error", RUST_LOG: "error" },
  });
  const died = once(child, "exit").then(([code]) => {
    throw new Error(`${name} ended with ${String(code)}`);
  });
  // why: an end that is asked for, between two tasks, is no failure.
  died.catch(() => undefined);
  const perform = async <Outcome>(task: Task): Promise<Outcome> => {
    const answered = once(child, "message", { signal: AbortSignal.timeout(LIMIT_MS) });
    child.send(task);
    // why: worker.ts answers each task with its own outcome.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const [reply] = (await Promise.race([answered, died])) as [Reply<Outcome>];
    if ("error" in reply) throw new Error(`${name}: ${reply.error}`);
    return reply.outcome;
  };
  return {
    build: async () => perform({ kind: "build" }),
    open: async () => perform({ kind: "open" }),
    ask: async (task) => perform({ kind: "ask", ...task }),
    upsert: async (seed) => perform({ kind: "upsert", seed }),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
