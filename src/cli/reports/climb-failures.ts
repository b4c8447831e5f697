// What fails without help, a line for each kind, and how far each rung could get.
import type { ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import { armOfRung, type Cell, type Diagnosis, type RungBound } from "../../app/ladder/climb/report-parts.ts";
import type { Printer } from "../printer.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { estimate } from "./exam-figures.ts";

/** What is seen, and after the arrow what mends it. */
const SEEN: Readonly<Record<Cell, string>> = {
  fine: "right without documents, or rightly refused",
  knowledge: "unknown to the model, and in the documents → the open book",
  retrieval: "the passage is there, and the search missed it → a better search",
  behaviour: "right facts in the wrong form → school",
  reading: "wrong although the passage lay there → both, or a better model",
  abstention: "answered although nothing answers it → both, or a better model",
  missing: "no document says it → write it down",
  outdated: "the documents do not say it, or no longer → sync, or mend them or the exam",
  forbidden: "the asker may not read it → nothing: access works",
  unclear: "cannot be told: a call failed, or no source is named",
};

const WITH: Readonly<Record<RungBound["rung"], string>> = {
  prompt: "the prompt",
  book: "the open book",
  retrieval: "a search that never misses",
  school: "school alone",
  both: "both, if they mended all",
  documents: "better documents",
};

export function failureLines(
  { diagnosis, arms }: ClimbReport,
  { palette }: Pick<Printer, "palette">,
): readonly Styled[] {
  if (diagnosis === undefined) return [];
  const { bold, dim } = palette;
  const indented = (rows: Parameters<typeof table>[0]): readonly Styled[] =>
    table(rows, ["right"]).map((one) => line`  ${one}`);
  const bounds = boundsOf(diagnosis).map(({ rung, atMost }) => {
    const reached = arms.find(({ arm }) => arm === armOfRung(rung));
    const now = reached === undefined ? [] : [dim(`${reached.arm} reached ${estimate(reached.quality, "share")}`)];
    return [WITH[rung], estimate(atMost, "share"), ...now];
  });
  return [
    line``,
    line`${bold("What fails without help")} ${dim(`· ${plural(diagnosis.questions.length, "question")}`)}`,
    ...indented(
      cellsOf(diagnosis).map(({ cell, count, share }) => [
        String(count),
        estimate(share, "share"),
        bold(cell),
        SEEN[cell],
      ]),
    ),
    ...(bounds.length === 0 ? [] : [line`${bold("The most that could be reached with")}`]),
    ...table(bounds).map((one) => line`  ${one}`),
  ];
}

/** The largest first. */
function cellsOf({ cells }: Diagnosis): Diagnosis["cells"] {
  return cells.toSorted((one, other) => other.count - one.count);
}

/** What mends nothing reaches what the prompt reaches, which stands in the table. */
function boundsOf({ bounds }: Diagnosis): readonly RungBound[] {
  return bounds.filter(({ mends }) => mends > 0);
}
