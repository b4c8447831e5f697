// An error as people read it: what happened, what to do, and the items it is about.
import type { SchoolbookError } from "../core/errors.ts";
import type { Printer } from "./printer.ts";
import { wrap } from "./terminal/layout.ts";
import { line, type Styled } from "./terminal/styled.ts";

const MOST_ITEMS = 20;

export type FailedLine = {
  readonly name: string;
  readonly reason: string;
};

export function printError(error: SchoolbookError, printer: Printer): void {
  printer.errorReport(error.toJSON());
  const { red, cyan } = printer.notePalette;
  const mistakes = mistakeLines(error.details["mistakes"]);
  printer.complaint([
    line`${red("error:")} ${error.message}`,
    ...mistakes,
    ...(error.hint === "" ? [] : [line`${cyan("→")} ${printer.advice(error.hint)}`]),
    ...(error.code === "internal" ? stackLines(error) : []),
  ]);
}

/** A list of failures, cut at twenty. */
export function failedLines(items: readonly FailedLine[], printer: Printer): readonly Styled[] {
  const { dim, red } = printer.notePalette;
  const shown = items.slice(0, MOST_ITEMS).map(({ name, reason }) => line`  ${red("✗")} ${name}: ${reason}`);
  const rest = items.length - shown.length;
  return rest === 0 ? shown : [...shown, line`  ${dim(`… and ${rest} more; --json lists all`)}`];
}

function mistakeLines(mistakes: unknown): readonly Styled[] {
  if (!Array.isArray(mistakes) || mistakes.length < 2) return [];
  const shown = mistakes
    .slice(0, MOST_ITEMS)
    .map((mistake: { readonly message?: unknown }) => line`  · ${String(mistake.message)}`);
  const rest = mistakes.length - shown.length;
  return rest === 0 ? shown : [...shown, line`  … and ${rest} more; --json lists all`];
}

/** A defect is reported with where it happened; for everything else the message says enough. */
function stackLines(error: SchoolbookError): readonly Styled[] {
  const cause = error.cause instanceof Error ? error.cause : error;
  const frames = (cause.stack ?? "").split("\n").filter((frame) => /^\s+at /u.test(frame));
  return frames.slice(0, 5).flatMap((frame) => wrap(frame.trim(), 200, "    "));
}
