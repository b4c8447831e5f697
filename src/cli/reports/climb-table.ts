// What each arm of a climb reached, as a table as wide as the terminal bears.
import type { ArmResult, ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import type { Printer } from "../printer.ts";
import { count, duration, table } from "../terminal/layout.ts";
import { type Printable, type Styled, visibleWidth } from "../terminal/styled.ts";
import { dollars, estimate } from "./exam-figures.ts";

/** As they are called where there is no room for their names. */
const SHORT: Readonly<Record<string, string>> = {
  A0: "closed book",
  A1: "prompt",
  AQ: "quoting, no model",
  A2: "open book",
  A3: "passage in hand",
  A4: "school",
  A5: "school, open book",
  A6: "school, in hand",
  AL: "whole library",
};

type Shape = { readonly isShort: boolean; readonly bar: number };

/** The first that fits; the last fits eighty columns. */
const SHAPES: readonly Shape[] = [
  { isShort: false, bar: 16 },
  { isShort: true, bar: 16 },
  { isShort: true, bar: 8 },
  { isShort: true, bar: 0 },
];

export function reachedTable(report: ClimbReport, printer: Pick<Printer, "palette">, width: number): readonly Styled[] {
  const made = SHAPES.map((shape) => tableOf(report, printer, shape));
  const fitting = made.find((lines) => lines.every((one) => visibleWidth(one) <= width));
  return fitting ?? made.at(-1) ?? [];
}

function tableOf(
  { arms, verdict }: ClimbReport,
  { palette }: Pick<Printer, "palette">,
  { isShort, bar }: Shape,
): readonly Styled[] {
  const { bold, dim, green } = palette;
  const served = verdict.kind === "judged" && verdict.decision.kind === "serve" ? verdict.decision.arm : "";
  const isPaid = arms.some(({ usd }) => (usd?.value ?? 0) > 0);
  const rows = arms.map((arm): readonly Printable[] => [
    arm.arm === served ? green(arm.arm) : arm.role === "control" ? dim(arm.arm) : bold(arm.arm),
    isShort ? (SHORT[arm.arm] ?? arm.label) : arm.label,
    ...(bar === 0 ? [] : [picture(arm, bar)]),
    estimate(arm.quality, "share"),
    shareText(arm.knowledge?.value),
    shareText(arm.behaviour?.value),
    shareText(arm.refusedRightly?.value),
    count(Math.round(arm.tokensIn)),
    duration(arm.p50Ms),
    ...(isPaid ? [arm.usd === undefined ? "–" : dollars(arm.usd.value)] : []),
  ]);
  const named = ["right", "knowledge", "form", "refused", "tokens", "p50", ...(isPaid ? ["a question"] : [])];
  const head = ["", "", ...(bar === 0 ? [] : [""]), ...named].map((text) => dim(text));
  return table([head, ...rows]);
}

function picture({ quality }: ArmResult, bar: number): string {
  const full = Math.round(quality.value * bar);
  return "█".repeat(full) + "░".repeat(bar - full);
}

function shareText(share: number | undefined): string {
  return share === undefined ? "–" : `${Math.round(share * 100)} %`;
}
