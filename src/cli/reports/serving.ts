// What answers questions, in lines: a rung of a climb, or the model of the configuration.
import type { Served, Serving } from "../../app/serving/serving-file.ts";
import { momentText } from "../../core/moment-text.ts";
import type { Printer } from "../printer.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function servingLines({ current, before }: Serving, model: string, printer: Printer): readonly Styled[] {
  const { bold, dim, green, yellow, cyan } = printer.palette;
  const last = before.at(-1);
  const earlier =
    last === undefined
      ? undefined
      : last === null
        ? `${model} of the configuration`
        : `${last.label} (${last.arm}) of ${last.climb}`;
  const back =
    earlier === undefined
      ? []
      : [line`${cyan("→")} ${printer.advice("`schoolbook use --rollback` goes back to")} ${earlier}.`];
  if (current === null) return [line`Questions are answered by ${bold(model)}, as configured.`, ...back];
  return [
    line`${green("✓")} Questions are answered by ${bold(`${current.label} (${current.arm})`)} of ${current.climb}.`,
    line`  ${dim(partsText(current))}`,
    ...(current.unproven === undefined ? [] : [line`${yellow("!")} Forced: ${current.unproven}`]),
    ...back,
  ];
}

/** Quoting has none. */
const NO_PROMPT = "none";

function partsText({ model, context, settings, adapter, template, at }: Served): string {
  const reads = context === "none" ? "no passages" : `${plural(settings.passages, "passage")} at most`;
  const parts = [
    model,
    reads,
    ...(template.hash === NO_PROMPT ? [] : [`prompt ${template.hash.slice(0, 8)}`]),
    ...(adapter === undefined ? [] : [`adapter ${adapter}`]),
  ];
  return `${parts.join(", ")}; since ${momentText(at)}`;
}
