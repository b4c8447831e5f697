// Answers that cannot be worked with, as errors: asking again would not help.
import type { SchoolbookError } from "../../../core/errors.ts";
import type { ModelServer } from "../model-server.ts";
import { serverError } from "./server-error.ts";

export type Unusable = {
  readonly requestId: string | undefined;
  readonly hint?: string;
  readonly cause?: unknown;
};

/** An answer that cannot be worked with; asking again would not help. */
export function unusable(server: ModelServer, what: string, { requestId, hint, cause }: Unusable): SchoolbookError {
  return serverError(server, "engine_failed", {
    what,
    hint: hint ?? `Check that ${server.place} is the address of an OpenAI-like server; it usually ends in /v1.`,
    details: { final: true, ...(requestId === undefined ? {} : { requestId }) },
    cause,
  });
}

/** An answer of the right form that cannot be true. */
export function lie(server: ModelServer, what: string, requestId: string | undefined): SchoolbookError {
  return unusable(server, what, {
    requestId,
    hint: "Look into the server's log; its model or its version is at fault.",
  });
}
