// What a screening found, for people: how much of the set teaches what the base does not know, and what became of it.
import type { ScreenSetReport } from "../../app/school/screen-set.ts";
import type { Printer } from "../printer.ts";
import { count, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function screenedLines(report: ScreenSetReport, { palette, advice }: Printer): readonly Styled[] {
  const { dim, green, yellow, cyan } = palette;
  const { facts, factRows, form, rows, cost, documents, rewritten, dropped } = report;
  const names = ["HighlyKnown", "MaybeKnown", "WeaklyKnown", "Unknown"] as const;
  const waiting = documents.filter(({ written }) => !written);
  return [
    ...table(
      [
        [dim("known to the base"), dim("facts"), dim("rows")],
        ...names.map((name) => [name, count(facts[name]), count(factRows[name])]),
        ["form only", "", count(form)],
      ],
      ["left", "right", "right"],
    ),
    line`${Math.round(100 * report.unknownShare)} % of ${plural(rows, "row")} teach facts that ${report.model} does not know.`,
    ...cost.map((text) => line`  ${text}`),
    ...protocolLines(report),
    line`${green("✓")} ${plural(rows - dropped, "row")} written to ${report.rowsFile}: ${count(rewritten)} rewritten, ${count(dropped)} left out.`,
    ...documents.map(
      ({ path, acl, facts: own, written }) =>
        line`${written ? green("✓") : yellow("?")} ${path}: ${plural(own, "fact")} for ${acl.length === 0 ? "nobody" : acl.join(", ")}${written ? "" : ", not in the library yet"}`,
    ),
    ...(waiting.length === 0 || report.diffFile === undefined
      ? []
      : [
          line`  ${cyan("→")} ${advice(`Read ${report.diffFile}; with --documents FOLDER --approve the same command writes them, and \`schoolbook library sync\` brings them in.`)}`,
        ]),
  ];
}

function protocolLines({ protocol, retest, calls }: ScreenSetReport): readonly Styled[] {
  const { name, prompts, samples, approximate } = protocol;
  const error =
    retest === undefined || retest.facts === 0
      ? ""
      : `; of ${plural(retest.facts, "fact")} asked again ${count(retest.changedSide)} changed sides and ${count(retest.changedClass)} changed class`;
  return [
    line`By the protocol ${name}, ${prompts} × (1 + ${samples})${approximate ? ", which is approximate" : ""}${error}; ${plural(calls, "call")}.`,
  ];
}
