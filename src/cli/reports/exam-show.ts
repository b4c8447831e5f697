// A run's table for people: every metric of every arm with its interval, then what went wrong, by kind.
import type { RunSummary } from "../../app/exam/project-runs.ts";
import { momentText } from "../../core/moment-text.ts";
import type { Printer } from "../printer.ts";
import { plural, shortened, table } from "../terminal/layout.ts";
import { joinStyled, line, type Printable, type Styled } from "../terminal/styled.ts";
import { dollars, estimate, figure } from "./exam-figures.ts";

type ArmSummary = RunSummary["arms"][number];
type MetricSummary = ArmSummary["metrics"][number];
type Failure = RunSummary["failures"][number];

const MOST_OF_A_KIND = 10;
const MOST_OF_A_TEXT = 60;

export function runTable(summary: RunSummary, printer: Printer): readonly Styled[] {
  const { bold, yellow } = printer.palette;
  const { run, questions, repeats, startedAt, missing, arms } = summary;
  const often = repeats === 1 ? "" : `, each ${repeats} times`;
  return [
    line`${bold(run)}: ${plural(questions, "question")} through ${arms.map(({ name }) => name).join(", ")}${often}, begun ${momentText(startedAt)}`,
    ...(missing === 0
      ? []
      : [
          line`${yellow("!")} ${plural(missing, "row")} missing: \`exam run\` with the same arms goes on where it ended.`,
        ]),
    line``,
    ...metricTable(arms, printer),
    ...moneyLines(arms),
    line``,
    ...failureLines(summary, printer),
  ];
}

function metricTable(arms: readonly ArmSummary[], { palette }: Printer): readonly Styled[] {
  const { bold, dim } = palette;
  const names = [...new Set(arms.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)))];
  const head: readonly Printable[] = ["", ...arms.map(({ name }) => bold(name)), dim("questions")];
  const rows = names.flatMap((name) => {
    const cells = arms.map(({ metrics }) => metrics.find(({ metric }) => metric === name));
    if (name === "cost" && cells.every((cell) => cell === undefined || cell.trials.scored === 0)) return [];
    return [
      [name, ...cells.map(cellOf), dim([...new Set(cells.map((cell) => String(cell?.questions ?? 0)))].join(", "))],
      ...figureRows(cells).map((row) => row.map((cell) => dim(cell))),
    ];
  });
  return table([head, ...rows]);
}

function cellOf(summary: MetricSummary | undefined): string {
  if (summary === undefined) return "–";
  const { overall, unit, trials } = summary;
  return `${estimate(overall, unit)}${trials.failed > 0 ? ` (${trials.failed} failed)` : ""}`;
}

/** What only a whole set has: percentiles, macro-F1. */
function figureRows(cells: readonly (MetricSummary | undefined)[]): readonly (readonly string[])[] {
  const names = [...new Set(cells.flatMap((cell) => cell?.figures.map(({ name }) => name) ?? []))];
  return names.map((name) => [
    `  ${name}`,
    ...cells.map((cell) => {
      const found = cell?.figures.find((one) => one.name === name);
      return found === undefined ? "–" : figure(found.value, found.unit);
    }),
  ]);
}

function moneyLines(arms: readonly ArmSummary[]): readonly Styled[] {
  const known = arms.flatMap(({ name, costPerCorrect: cost }) =>
    cost?.kind === "known" && cost.usdPerQuery > 0
      ? [`${name} ${cost.usdPerCorrect === undefined ? "nothing right" : dollars(cost.usdPerCorrect)}`]
      : [],
  );
  const cut = arms.filter((arm) => arm.cut > 0).map((arm) => `${arm.name} ${arm.cut}`);
  return [
    ...(known.length === 0 ? [] : [line`A right answer costs: ${known.join(", ")}`]),
    ...(cut.length === 0 ? [] : [line`Replies that were cut off at their most tokens: ${cut.join(", ")}`]),
  ];
}

const KIND_TITLES: Readonly<Record<Failure["kind"], string>> = {
  failed: "failed: there is no answer",
  unscored: "cannot be scored",
  fabricated: "answered what has no answer",
  cut: "cut off",
  "not-found": "the source was not found",
  refused: "not answered although there is an answer",
  wrong: "wrong",
};

const MOST_REASONS = 5;
const MOST_IDS = 3;

/** Rows without an answer by their reasons: whatever the number of rows, that is what there is to mend. */
export function reasonLines({ failedFor }: Pick<RunSummary, "failedFor">, { palette }: Printer): readonly Styled[] {
  const { red, dim } = palette;
  const rest = failedFor.slice(MOST_REASONS).reduce((sum, { rows }) => sum + rows, 0);
  return [
    ...failedFor.slice(0, MOST_REASONS).map(({ reason, rows, arms, questions, texts }) => {
      const asked = questions.map((id, at) => `${id} “${shortened(texts[at] ?? "", MOST_OF_A_TEXT)}”`);
      const named = asked.slice(0, MOST_IDS).join(", ");
      const where = `${arms.join(", ")}: ${named}${questions.length > MOST_IDS ? ", …" : ""}`;
      return line`  ${red("✗")} ${plural(rows, "row")} failed: ${reason} ${dim(`(${where})`)}`;
    }),
    ...(rest === 0 ? [] : [line`  ${dim(`… and ${plural(rest, "row")} for other reasons; --json lists all`)}`]),
  ];
}

export function failureLines(summary: RunSummary, printer: Printer): readonly Styled[] {
  const { failures, failedFor } = summary;
  const { bold, dim, red, green } = printer.palette;
  if (failures.length === 0) return [line`${green("✓")} Nothing went wrong.`];
  const kinds = Object.keys(KIND_TITLES).filter((kind): kind is Failure["kind"] => kind in KIND_TITLES);
  return kinds.flatMap((kind) => {
    const own = failures.filter((failure) => failure.kind === kind);
    if (own.length === 0) return [];
    if (kind === "failed")
      return [line`${bold(KIND_TITLES[kind])} (${own.length})`, ...reasonLines({ failedFor }, printer)];
    const shown = own.slice(0, MOST_OF_A_KIND).map(({ question, text, arm, repeat, reason }) => {
      const asked = dim(`“${shortened(text, MOST_OF_A_TEXT)}”`);
      const which = joinStyled([question, asked, ...(repeat === 0 ? [] : [`(${repeat + 1})`])], " ");
      return line`  ${red("✗")} ${which}, ${arm}: ${reason}`;
    });
    const rest = own.length - shown.length;
    return [
      line`${bold(KIND_TITLES[kind])} (${own.length})`,
      ...shown,
      ...(rest === 0 ? [] : [line`  ${dim(`… and ${rest} more; --json lists all`)}`]),
    ];
  });
}
