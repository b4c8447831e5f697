// The end of a climb on a terminal: the table of what was reached, the decision and why in a few lines, what each step added, what fails.
import type { ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import { isModelNeedless } from "../../app/ladder/climb/report-parts.ts";
import type { Printer } from "../printer.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { failureLines } from "./climb-failures.ts";
import { whyLines } from "./climb-reasons.ts";
import { stepLines } from "./climb-steps.ts";
import { reachedTable } from "./climb-table.ts";

type Told = Pick<Printer, "palette" | "advice">;

/** The sentences behind each line are in the report. */
export function verdictLines(report: ClimbReport, printer: Told, width: number): readonly Styled[] {
  const { bold, green, yellow, cyan } = printer.palette;
  const { explained, verdict } = report;
  const isServed = servedArm(verdict) !== undefined;
  const next = explained.sentences.filter(({ about }) => about === "next");
  const costlier = explained.sentences.filter(({ about, arm }) => about === "cost" && arm !== servedArm(verdict));
  const said = verdict.kind === "judged" ? [] : explained.sentences.filter(({ about }) => about === "decision");
  return [
    line``,
    ...reachedTable(report, printer, width),
    line``,
    line`${isServed ? green("✓") : yellow("!")} ${bold(explained.headline)}`,
    ...said.map(({ text }) => line`  ${text}`),
    ...whyLines(report, printer),
    ...costlier.map(({ text }) => line`${yellow("!")} ${text}`),
    ...next.map(({ text }) => line`${cyan("→")} ${text}`),
    ...stepLines(report, printer),
    ...failureLines(report, printer),
    line``,
    ...nextSteps(report).map((text) => line`${cyan("→")} ${printer.advice(text)}`),
  ];
}

function servedArm(verdict: ClimbReport["verdict"]): string | undefined {
  return verdict.kind === "judged" && verdict.decision.kind === "serve" ? verdict.decision.arm : undefined;
}

function nextSteps({ verdict, runs, folder, name }: ClimbReport): readonly string[] {
  const isServed = servedArm(verdict) !== undefined;
  const isQuoting = verdict.kind === "judged" && isModelNeedless(verdict);
  return [
    `Why, in whole sentences, and every picture: ${folder}/report.html`,
    `Every question: \`schoolbook exam show ${runs.test}\``,
    ...(isServed ? [`Answer with it from now on: \`schoolbook use --climb ${name}\``] : []),
    ...(isQuoting ? [`Answer by quoting from now on: \`schoolbook use AQ --climb ${name}\``] : []),
  ];
}
