// Asks what a file is before it is fetched: how large, and where the server tells, with which hash.
import { SchoolbookError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { askServer, type Question } from "./ask-server.ts";
import { DOWNLOAD_LIMITS, type DownloadLimits } from "./limits.ts";
import { createPatience } from "./patience.ts";
import { type Announced, identityLength } from "./read-reply.ts";
import { type Again, type Done, withRetries } from "./retry.ts";

export type ProbeOptions = {
  readonly runtime: Runtime;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<DownloadLimits> | undefined;
  readonly readAnnounced?: ((told: readonly Headers[]) => Announced) | undefined;
};

/** What is not told is undefined: not every server answers HEAD, and the download itself will show. */
export async function probeFile(question: Omit<Question, "method">, options: ProbeOptions): Promise<Announced> {
  const { runtime, signal, readAnnounced = (): Announced => ({}) } = options;
  const limits = { ...DOWNLOAD_LIMITS, ...options.limits };
  const attempt = async (): Promise<Done<Announced> | Again> => {
    using patience = createPatience(signal);
    const headers = { ...question.headers, "accept-encoding": "identity" };
    const reply = await askServer({ ...question, headers, method: "HEAD" }, { runtime, limits, patience, signal });
    if (reply.kind === "again") return reply;
    const announced = readAnnounced(reply.told);
    const size = announced.size ?? (reply.response.status === 200 ? identityLength(reply.response.headers) : undefined);
    return { kind: "done", value: { size, digest: announced.digest } };
  };
  try {
    return await withRetries(attempt, { runtime, limits, signal });
  } catch (error) {
    if (error instanceof SchoolbookError && error.code === "download_failed") return {};
    throw error;
  }
}
