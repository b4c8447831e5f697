// Writes what a trainer tells into the log of its run, and passes it on.
import { toSchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { TrainEvent } from "../../spec/training.ts";
import { appendToLog, type LogBegin } from "./training-log.ts";

export type Followed = {
  readonly folder: string;
  /** What the run is of. */
  readonly head: Pick<LogBegin, "name" | "base" | "trainer" | "examples" | "settings">;
  readonly runtime: Runtime;
};

/** A run that was refused before it began leaves no trace: it is none. */
export async function* followTraining(
  events: AsyncIterable<TrainEvent>,
  { folder, head, runtime }: Followed,
): AsyncGenerator<TrainEvent> {
  let hasBegun = false;
  try {
    for await (const event of events) {
      const at = runtime.now();
      if (event.kind === "begin") {
        const { step, steps, tokens, supervised } = event;
        appendToLog(folder, { kind: "begin", at, ...head, step, steps, tokens, supervised });
        hasBegun = true;
      } else if (hasBegun) {
        note(folder, event, at);
      }
      yield event;
    }
  } catch (error) {
    const { code, message } = toSchoolbookError(error);
    const at = runtime.now();
    if (hasBegun)
      appendToLog(folder, code === "cancelled" ? { kind: "stop", at } : { kind: "fail", at, code, message });
    throw error;
  }
}

function note(folder: string, event: Exclude<TrainEvent, { kind: "begin" }>, at: number): void {
  if (event.kind === "step") appendToLog(folder, { kind: "step", at, step: event.step, loss: event.loss });
  if (event.kind === "checkpoint") appendToLog(folder, { kind: "checkpoint", at, step: event.step });
  if (event.kind === "finish") appendToLog(folder, { kind: "finish", at });
}
