// A run of an exam for people: what it will take, how far it is, what came of it.
import type { RunSummary } from "../../app/exam/project-runs.ts";
import type { RunForecast, RunningProgress, RunReport } from "../../app/exam/run-project-exam.ts";
import type { Printer } from "../printer.ts";
import { count, duration, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { dollars, estimate, figure } from "./exam-figures.ts";
import { reasonLines } from "./exam-show.ts";

export type ForecastShown = {
  readonly questions: number;
  readonly arms: readonly string[];
  readonly asOthers: number;
  readonly unpriced: readonly string[];
};

export function forecastLines(forecast: RunForecast, shown: ForecastShown, printer: Printer): readonly Styled[] {
  const { rows, kept, cached, asking, tokens } = forecast;
  const { dim, yellow } = printer.notePalette;
  const parts = [
    ...(kept > 0 ? [`${count(kept)} done before`] : []),
    ...(cached > 0 ? [`${count(cached)} from the cache`] : []),
    `${plural(asking, "call")} to make`,
  ];
  const others = shown.asOthers;
  return [
    line`${plural(shown.questions, "question")} through ${shown.arms.join(", ")}: ${plural(rows, "row")}, ${parts.join(", ")}`,
    ...(tokens === undefined || tokens.input === 0
      ? []
      : [line`About ${count(tokens.input)} tokens in and ${count(tokens.output)} out; ${costText(forecast)}`]),
    ...forecast.arms
      .filter((arm) => forecast.arms.length > 1 && arm.expectedUsd > 0)
      .map((arm) => line`${dim(`  ${arm.arm}: ${plural(arm.asking, "call")}, about ${dollars(arm.expectedUsd)}`)}`),
    ...(shown.unpriced.length > 0 && asking > 0
      ? [line`${yellow("!")} Nobody knows what ${shown.unpriced.join(", ")} costs: no price is configured.`]
      : []),
    ...(others > 0
      ? [line`${yellow("!")} ${plural(others, "question")} asked by others left out; --as makes a run for them.`]
      : []),
  ];
}

function costText({ expectedUsd, spentUsd, unknown, asking }: RunForecast): string {
  const before = spentUsd > 0 ? `, ${dollars(spentUsd)} spent before` : "";
  if (asking > 0 && unknown === asking) return `at a price that is not known${before}`;
  if (expectedUsd === 0 && unknown === 0) return `no money${before}`;
  return `about ${dollars(expectedUsd)}${unknown > 0 ? ` and ${plural(unknown, "call")} at an unknown price` : ""}${before}`;
}

/** `A0 31 % · A2 62 % · $0.12` */
export function runningDetail({ scores, spentUsd, failed }: RunningProgress): string {
  const means = scores.flatMap(({ arm, mean, abstained, scored }) =>
    mean === undefined ? [] : [`${arm} ${figure((mean * scored) / (scored + abstained), "share")}`],
  );
  const failures = failed > 0 ? [`${failed} failed`] : [];
  return [...means, ...failures, ...(spentUsd > 0 ? [dollars(spentUsd)] : [])].join(" · ");
}

export type Finished = {
  readonly report: RunReport;
  readonly summary: RunSummary | undefined;
};

export function runLines({ report, summary }: Finished, printer: Printer): readonly Styled[] {
  const { green, yellow, bold } = printer.palette;
  const { done, rows, asked, cached, kept, failed, spentUsd, unknownCosts, elapsedMs, stopped, run, besides } = report;
  if (stopped === "declined") return [];
  const isWhole = stopped === undefined && failed === 0;
  const parts = [
    `${count(asked)} asked`,
    ...(cached > 0 ? [`${count(cached)} from the cache`] : []),
    ...(kept > 0 ? [`${count(kept)} done before`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
  ];
  const spent =
    unknownCosts > 0
      ? `${dollars(spentUsd)} and ${plural(unknownCosts, "call")} at an unknown price`
      : dollars(spentUsd);
  return [
    ...(summary === undefined ? [] : scoreLines(summary, printer)),
    line`${isWhole ? green("✓") : yellow("!")} Run ${bold(run)}: ${count(done)} of ${plural(rows, "row")} (${parts.join(", ")}) in ${duration(elapsedMs)}, for ${spent}.`,
    ...(summary === undefined ? [] : reasonLines(summary, printer)),
    ...(besides > 0
      ? [
          line`  It holds ${plural(besides, "row")} of earlier besides, which this command did not ask for; the numbers are of all.`,
        ]
      : []),
  ];
}

function scoreLines({ arms }: RunSummary, { palette }: Printer): readonly Styled[] {
  const rows = arms.flatMap(({ name, metrics, cut }) => {
    const [headline] = metrics;
    if (headline === undefined) return [];
    const { overall, unit, trials } = headline;
    const beside = [
      ...(trials.abstained > 0 ? [`${trials.abstained} not answered`] : []),
      ...(trials.failed > 0 ? [`${trials.failed} failed`] : []),
      ...(cut > 0 ? [`${cut} cut`] : []),
    ];
    return [[palette.bold(name), `${headline.metric} ${estimate(overall, unit)}`, palette.dim(beside.join(", "))]];
  });
  return table(rows);
}
