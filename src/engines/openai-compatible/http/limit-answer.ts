// Ends an answer that takes too long as a whole: one that trickles in, or keeps the line open, never is silent.
import type { ModelServer } from "../model-server.ts";
import { unusable } from "./unusable.ts";

export type AnswerLimit = {
  readonly limitMs: number;
  /** `answer` or `reply`, as messages call it. */
  readonly what: string;
  readonly hint: string;
};

/** Counts from now until it is disposed of. */
export function limitAnswer(
  server: ModelServer,
  late: AbortController,
  { limitMs, what, hint }: AnswerLimit,
): Disposable {
  const timer = setTimeout(() => {
    const said = `did not come to the end of its ${what} within ${limitMs / 1000} s (at ${server.place}).`;
    late.abort(unusable(server, said, { requestId: undefined, hint }));
  }, limitMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
