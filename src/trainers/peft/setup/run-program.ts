// Runs a program to its end and keeps what it said; asked to stop first, then made to.
import { spawn } from "node:child_process";

export type ProgramRun = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly limitMs?: number | undefined;
};

export type ProgramOutcome =
  | { readonly kind: "done"; readonly said: string }
  | { readonly kind: "failed"; readonly said: string }
  | { readonly kind: "not-started"; readonly cause: Error };

const KEPT = 20_000;
/** A pip that is asked to stop while it unpacks does not always hear it. */
const PATIENCE_MS = 3000;

/** `said` is what it printed, where it failed with its complaints behind; only the caller's signal is thrown. */
export async function runProgram({ program, args, env, signal, limitMs }: ProgramRun): Promise<ProgramOutcome> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  let said = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-KEPT)));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints = (complaints + text).slice(-KEPT)));
  let lastResort: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill("SIGTERM");
    lastResort = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  };
  const late = limitMs === undefined ? undefined : setTimeout(stop, limitMs);
  signal?.addEventListener("abort", stop, { once: true });
  const ended = Promise.withResolvers<ProgramOutcome>();
  child.on("error", (cause) => ended.resolve({ kind: "not-started", cause }));
  child.on("close", (code) =>
    ended.resolve(code === 0 ? { kind: "done", said } : { kind: "failed", said: said + complaints }),
  );
  const outcome = await ended.promise;
  signal?.removeEventListener("abort", stop);
  clearTimeout(late);
  clearTimeout(lastResort);
  signal?.throwIfAborted();
  return outcome;
}
