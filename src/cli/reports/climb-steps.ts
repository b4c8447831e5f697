// What each rung of a climb added over another, a line each.
import type { ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import type { StepEvidence } from "../../app/ladder/climb/report-parts.ts";
import type { Printer } from "../printer.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { difference, pValue } from "./exam-figures.ts";

const ADDED: Readonly<Record<StepEvidence["adds"], string>> = {
  prompt: "a better prompt",
  book: "the open book",
  school: "school",
  step: "in its place",
};

export function stepLines({ verdict }: ClimbReport, { palette }: Pick<Printer, "palette">): readonly Styled[] {
  if (verdict.kind === "blocked" || verdict.steps.length === 0) return [];
  const { bold, dim, green, red } = palette;
  const so = { better: green("helped"), worse: red("made it worse"), "not-shown": dim("not shown") } as const;
  const rows = verdict.steps.map(({ arm, over, adds, difference: found, adjustedPValue, kind }) => [
    `${over} → ${arm}`,
    ADDED[adds],
    difference(found, "share"),
    dim(chanceText(adjustedPValue)),
    so[kind],
  ]);
  return [
    line``,
    line`${bold("What each step added")} ${dim(`· ${plural(verdict.questions, "question")}`)}`,
    ...table(rows).map((one) => line`  ${one}`),
  ];
}

function chanceText(value: number): string {
  const text = value >= 0.9995 ? "1" : pValue(value);
  return text.startsWith("<") ? `p ${text}` : `p = ${text}`;
}
