// Errors of AI SDK providers as ours, by what they carry, and patience with those that may be over soon.
import { z } from "zod";

import { type ErrorCode, SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";

/** The fields of the AI SDK's `APICallError` that matter here. */
const CALL_ERROR = z.object({
  message: z.string(),
  statusCode: z.number().optional(),
  isRetryable: z.boolean().optional(),
  responseHeaders: z.record(z.string(), z.string().optional()).optional(),
});

type CallError = z.output<typeof CALL_ERROR>;

const TOO_LONG =
  /context[ _-]?(?:length|window|size)|too (?:long|large|many tokens)|maximum (?:context|input|allowed)/iu;

/** Never holds the original error, whose fields may hold what was sent. */
export function providerError(id: string, thrown: unknown): SchoolbookError {
  if (thrown instanceof SchoolbookError) return thrown;
  const { message, statusCode, responseHeaders } = asCallError(thrown);
  const requestId = responseHeaders?.["x-request-id"] ?? responseHeaders?.["request-id"];
  const details = {
    model: id,
    ...(statusCode === undefined ? {} : { status: statusCode }),
    ...(requestId === undefined ? {} : { requestId }),
  };
  return new SchoolbookError(codeOf(statusCode, message), `${id} failed: ${message}`, { details });
}

function asCallError(thrown: unknown): CallError {
  const fields = ["message", "statusCode", "isRetryable", "responseHeaders"];
  const read = (value: object): unknown => Object.fromEntries(fields.map((name) => [name, Reflect.get(value, name)]));
  const parsed = typeof thrown === "object" && thrown !== null ? CALL_ERROR.safeParse(read(thrown)) : undefined;
  return parsed?.data ?? { message: String(thrown) };
}

function codeOf(status: number | undefined, message: string): ErrorCode {
  if (status === 429 || status === 503 || status === 529) return "engine_busy";
  if (status === 404) return "not_found";
  return status !== undefined && status < 500 && TOO_LONG.test(message) ? "input_invalid" : "engine_failed";
}

const PAUSES_MS = [500, 2000, 8000] as const;

export type Patience = {
  readonly id: string;
  readonly runtime: Pick<Runtime, "sleep">;
  readonly signal: AbortSignal | undefined;
};

/** Tries again what the provider calls retryable; its models do not do so themselves. */
export async function patiently<T>(run: () => PromiseLike<T>, { id, runtime, signal }: Patience): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      signal?.throwIfAborted();
      const pauseMs = PAUSES_MS[attempt];
      const { isRetryable, responseHeaders } = asCallError(error);
      if (pauseMs === undefined || isRetryable !== true) throw providerError(id, error);
      const asked = Number(responseHeaders?.["retry-after"] ?? Number.NaN) * 1000;
      await runtime.sleep(asked >= 0 && asked <= 60_000 ? asked : pauseMs, signal);
    }
  }
}
