// Asks the fake server, as an engine would.
import { SchoolbookError } from "../../src/core/errors.ts";
import type { AskArm } from "../../src/exam/run/ask-arm.ts";
import { buildAnswer } from "../../src/testing/index.ts";

export function askServer(origin: string): AskArm {
  return async (question, arm, { key, abortSignal }) => {
    const response = await fetch(origin, {
      method: "POST",
      headers: { "idempotency-key": key },
      body: JSON.stringify({ key, question: question.id, arm: arm.name }),
      signal: abortSignal,
    }).catch((error: unknown) => {
      if (abortSignal.aborted) throw error;
      // why: a connection that was idle for seconds may be closed just when it is used again, as on any busy machine.
      throw new SchoolbookError("engine_failed", "The connection was closed.", { cause: error });
    });
    const text = await response.text();
    if (!response.ok) throw new SchoolbookError("input_invalid", text);
    return { answer: buildAnswer(text, { answered: text !== "" }), retrieved: [], costUsd: 0.001 };
  };
}
