// Says why an engine's process has ended, for whoever waits for an answer.
import { SchoolbookError } from "../../core/errors.ts";
import { OUT_OF_MEMORY_SIGNAL } from "./messages.ts";

export type ProcessEnd = {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why this program has ended it, where it has. */
  readonly because: string | undefined;
  readonly lastWords: string;
  readonly memoryMb: number;
  /** What was loaded: `weights.gguf`. */
  readonly what: string;
};

const WORDS_SHOWN = 300;

export function describeEnd(end: ProcessEnd): SchoolbookError {
  const { code, signal, lastWords, what, because } = end;
  const told = lastWords.trim().split("\n").at(-1)?.trim().slice(0, WORDS_SHOWN) ?? "";
  const said = told === "" || because !== undefined ? "" : `; the last it said was: ${told}`;
  return new SchoolbookError("engine_crashed", `The process of ${what} ${reasonOf(end)}${said}.`, {
    details: { code, signal, ...(told === "" ? {} : { lastWords: told }) },
  });
}

function reasonOf({ code, signal, because, memoryMb }: ProcessEnd): string {
  if (because !== undefined) return because;
  if (signal === OUT_OF_MEMORY_SIGNAL && signal !== "SIGKILL") {
    return `needed more than ${memoryMb} MB of memory, which is the limit`;
  }
  if (signal === "SIGKILL") return "was killed, perhaps because the machine ran out of memory";
  return signal === null ? `ended with code ${code}` : `crashed (${signal})`;
}
