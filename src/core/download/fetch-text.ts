// A small text document, such as an API's answer: with patience, retries and a limit to its size.
import type { Runtime } from "../runtime.ts";
import { askServer, failed, networkFailure, type Question, type Reply } from "./ask-server.ts";
import { DOWNLOAD_LIMITS, type DownloadLimits } from "./limits.ts";
import { createPatience } from "./patience.ts";
import { type Again, type Done, type Retry, withRetries } from "./retry.ts";

export type FetchTextOptions = {
  readonly runtime: Runtime;
  readonly signal?: AbortSignal | undefined;
  readonly maxBytes: number;
  readonly limits?: Partial<DownloadLimits> | undefined;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
};

export async function fetchText(question: Question, options: FetchTextOptions): Promise<string> {
  const { runtime, signal, onRetry } = options;
  const limits = { ...DOWNLOAD_LIMITS, ...options.limits };
  const attempt = async (): Promise<Done<string> | Again> => {
    using patience = createPatience(signal);
    const context = { runtime, limits, patience, signal };
    const reply = await askServer(question, context);
    if (reply.kind === "again") return reply;
    try {
      patience.expectWithin(limits.idleMs);
      return { kind: "done", value: await readText(reply, options.maxBytes, () => patience.renew()) };
    } catch (error) {
      return networkFailure(error, reply.url, context);
    }
  };
  return withRetries(attempt, { runtime, limits, signal, onRetry });
}

async function readText({ response, url }: Reply, maxBytes: number, renew: () => void): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    renew();
    length += part.length;
    if (length > maxBytes) throw failed(url, `answered with more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
