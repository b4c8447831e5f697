// What a check of training rows tells a person: the set in numbers, then what is wrong with it.
import type { CheckSetReport } from "../../app/school/check-set.ts";
import type { Printer } from "../printer.ts";
import { bytes, count, duration, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

/** So many findings of one kind can be read; --json holds all. */
const MOST_OF_A_KIND = 5;

export function checkedSetLines(report: CheckSetReport, printer: Printer): readonly Styled[] {
  const { dim, green } = printer.palette;
  const rows: readonly (readonly [string, string])[] = [
    [
      "rows",
      `${count(report.rows)} as ${report.format}; ${count(report.malformed)} malformed, ${count(report.surplus)} copies`,
    ],
    ["split", splitText(report)],
    ["access", accessText(report)],
    ["replies", repliesText(report)],
    ...tokenRows(report),
    ...estimateRows(report),
  ];
  return [
    ...table(rows.map(([name, text]) => [dim(name), text])),
    ...findingLines(report, printer),
    ...(report.findings.length === 0
      ? [line`${green("✓")} Nothing was found that speaks against training on it.`]
      : []),
  ];
}

function splitText({ split }: CheckSetReport): string {
  const { train, heldOut, groups, largestGroup } = split;
  return `${count(train.length)} to train on, ${count(heldOut.length)} held out; ${plural(groups, "group")} by source and likeness, the largest of ${plural(largestGroup, "row")}`;
}

export function accessText({ access }: Pick<CheckSetReport, "access">): string {
  const served = access.acl.length === 0 ? "nobody by one principal" : access.acl.join(", ");
  return `an adapter serves ${served}${access.each.length > 1 ? `; ${access.each.length} access lists, all of which have to be met` : ""}`;
}

function repliesText({ replies, rows }: CheckSetReport): string {
  const { forms, refusals, words, labels } = replies;
  const shapes = Object.entries(forms)
    .filter(([, ofForm]) => ofForm > 0)
    .map(([form, ofForm]) => `${count(ofForm)} ${form}`);
  const length = `${words.tenth} to ${words.ninth} words, median ${words.median}`;
  return [
    shapes.join(", "),
    ...(labels === undefined ? [] : [plural(labels.length, "label")]),
    refusals === 0 ? plural(refusals, "refusal") : `${plural(refusals, "refusal")} (${shareText(refusals, rows)})`,
    length,
  ].join("; ");
}

function shareText(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return share < 1 ? "below 1 %" : `${Math.round(share)} %`;
}

export function tokenRows({
  tokens,
  rows,
}: Pick<CheckSetReport, "tokens" | "rows">): readonly (readonly [string, string])[] {
  if (tokens === undefined) return [["tokens", "not counted: name the model to train with --base"]];
  const { base, exactTemplate, learnt, maxTokens, median, percentile99, longest, endCutOff, endOfTurn } = tokens;
  const about = exactTemplate ? "" : ", about: its template is of a family that is known, but not the same";
  return [
    [
      "tokens",
      `${count(learnt)} learnt of ${count(tokens.tokens)} (${base}${about}); median ${median}, 99 % below ${percentile99}, longest ${longest}`,
    ],
    [
      "cut off",
      `${count(endCutOff)} of ${plural(rows, "row")} ${endCutOff === 1 ? "loses its" : "lose their"} end at ${count(maxTokens)} tokens`,
    ],
    [
      "end",
      endOfTurn.trained
        ? `the end of a turn is learnt: ${endOfTurn.token}`
        : `the end of a turn is not learnt: ${endOfTurn.reason}`,
    ],
  ];
}

export function estimateRows({ estimates }: Pick<CheckSetReport, "estimates">): readonly (readonly [string, string])[] {
  return estimates.map((one) => {
    if ("error" in one) return [one.trainer, `cannot train it: ${one.error.message}`];
    const { seconds, memoryBytes, costUsd, notes } = one.estimate;
    const price = costUsd === 0 ? [] : [`$${costUsd.toFixed(2)}`];
    return [one.trainer, ["about " + duration(seconds * 1000), bytes(memoryBytes), ...price, ...notes].join(" · ")];
  });
}

function findingLines({ findings }: CheckSetReport, { palette, advice }: Printer): readonly Styled[] {
  const { red, yellow, cyan } = palette;
  return [...Map.groupBy(findings, ({ kind, severity }) => `${severity} ${kind}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const mark = first.severity === "error" ? red("error") : yellow("warning");
    const more = same.length - MOST_OF_A_KIND;
    return [
      ...same.slice(0, MOST_OF_A_KIND).map(({ message }) => line`${mark} ${message}`),
      ...(more > 0 ? [line`${mark} … and ${plural(more, "more finding")} of this kind; --json lists all of them`] : []),
      line`  ${cyan("→")} ${advice(first.remedy)}`,
    ];
  });
}
