// A comparison of arms for people: each number with its difference beside it, and in plain words what may be concluded, which is often nothing.
import type { ProjectComparison } from "../../app/exam/project-runs.ts";
import type { Printer } from "../printer.ts";
import { plural, table } from "../terminal/layout.ts";
import { line, type Printable, type Styled } from "../terminal/styled.ts";
import { difference, estimate, figure, points, pValue } from "./exam-figures.ts";

type Comparison = ProjectComparison["comparisons"][number];
type ComparedArm = Comparison["arms"][number];
type Against = NonNullable<ComparedArm["against"]>;
type Compared = Extract<Against, { kind: "compared" }>;
type Gate = ProjectComparison["gate"][number];

export function comparisonLines({ comparisons, gate }: ProjectComparison, printer: Printer): readonly Styled[] {
  return [
    ...comparisons.flatMap((one, index) => [...(index === 0 ? [] : [line``]), ...metricLines(one, printer)]),
    ...(gate.length === 0 ? [] : [line``, ...gate.map((held) => gateLine(held, printer))]),
  ];
}

function metricLines(comparison: Comparison, printer: Printer): readonly Styled[] {
  const { bold, dim } = printer.palette;
  const { metric, baseline, arms, unit } = comparison;
  const versus = [dim(`against ${baseline}`), dim("p exact"), dim("p Holm"), dim("verdict")];
  const head: readonly Printable[] = [bold(metric), "", dim("questions"), ...(arms.length > 1 ? versus : [])];
  const rows = arms.map((arm) => [
    bold(arm.name),
    estimate(arm.estimate, unit),
    String(arm.questions),
    ...(arms.length > 1 ? againstCells(arm, comparison, printer) : []),
  ]);
  return [...table([head, ...rows], ["left", "left", "right"]), ...wordLines(comparison)];
}

function againstCells({ against }: ComparedArm, { unit }: Comparison, { palette }: Printer): readonly Printable[] {
  const { dim, green, red, yellow } = palette;
  if (against === undefined) return [dim("baseline")];
  if (against.kind === "blocked") return [yellow("cannot be compared")];
  const verdicts = { better: green("better"), worse: red("worse"), "not-shown": dim("cannot be told") };
  return [
    difference(against.difference, unit),
    pValue(against.pValue),
    pValue(against.adjustedPValue),
    verdicts[against.verdict],
  ];
}

function wordLines(comparison: Comparison): readonly Styled[] {
  const others = comparison.arms.filter(({ against }) => against !== undefined);
  if (others.length === 0) return [line`There is nothing to compare with: the runs have one arm.`];
  return others.flatMap(({ name, against }) => {
    if (against === undefined) return [];
    return [
      line`${against.kind === "blocked" ? blockedWords(name, against) : comparedWords(name, against, comparison)}`,
    ];
  });
}

function blockedWords(arm: string, { failed, unpaired, missing }: Extract<Against, { kind: "blocked" }>): string {
  const parts = [
    ...(missing > 0 ? [`${plural(missing, "row")} missing`] : []),
    ...(failed.length > 0 ? [`${plural(failed.length, "question")} failed (${listed(failed)})`] : []),
    ...(unpaired.length > 0
      ? [`${plural(unpaired.length, "question")} put to only one of them (${listed(unpaired)})`]
      : []),
  ];
  const why = parts.length === 0 ? "no question is scored by this metric" : parts.join(", ");
  return `${arm} is not compared: ${why}. Left out, they would move the difference.`;
}

function listed(ids: readonly string[]): string {
  return ids.length > 3 ? `${ids.slice(0, 3).join(", ")}, …` : ids.join(", ");
}

function comparedWords(arm: string, against: Compared, { baseline, unit }: Comparison): string {
  const { verdict, discordant, questions } = against;
  const where =
    discordant === undefined
      ? ""
      : ` (${discordant.onlyThis} of ${questions} right in ${arm} alone, ${discordant.onlyBaseline} in ${baseline} alone)`;
  if (verdict !== "not-shown") return `${arm} is ${verdict} than ${baseline}${where}.`;
  if (against.difference.value === 0)
    return `${arm} and ${baseline} came out alike${where}: nothing ranks them. ${reachWords(against, unit)}`;
  return `${arm} and ${baseline} cannot be ranked${where}: chance alone gives such a difference too often, so do not choose by it. ${reachWords(against, unit)}`;
}

/** What these questions could have shown at all, and what it takes to know more. */
function reachWords(against: Compared, unit: Comparison["unit"]): string {
  const { units, questions, smallestDifference, difference: found } = against;
  const { kind, all, differing, least } = units;
  if (all < least)
    return kind === "clusters"
      ? `These ${plural(questions, "question")} belong to ${plural(all, "cluster")}, which are what counts; at least ${least} are needed to show anything: add questions about other sources.`
      : `${plural(all, "question")} can show nothing; at least ${least} on which the two differ are needed${found.value === 0 ? "" : moreWords(against)}.`;
  if (differing < least)
    return `They differ on ${differing} of ${all} ${kind}, and fewer than ${least} show nothing${moreWords(against)}.`;
  const reach =
    smallestDifference === undefined
      ? `What ${plural(questions, "question")} could show is not known`
      : `${plural(questions, "question")} show a difference of ${sized(smallestDifference, unit)} or more, four times in five`;
  return `${reach}${moreWords(against)}.`;
}

function sized(smallest: number, unit: Comparison["unit"]): string {
  return unit === "share" ? points(smallest) : figure(smallest, unit);
}

function moreWords({ moreQuestions }: Compared): string {
  if (moreQuestions === undefined) return "";
  if (moreQuestions.kind === "out-of-reach") return "; more than 20,000 would be needed to show one as small as this";
  if (moreQuestions.more === 0) return "; so many should have shown one as large as this: add other questions";
  return `; about ${plural(moreQuestions.more, "more question")} would show one as large as this`;
}

function gateLine({ arm, rule, kind, reason }: Gate, { palette }: Printer): Styled {
  const marks = {
    passed: palette.green("✓ passed"),
    failed: palette.red("✗ not passed"),
    open: palette.yellow("? open"),
  };
  return line`${marks[kind]}  ${arm}, ${rule}: ${reason}`;
}
