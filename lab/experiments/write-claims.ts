// The results as a page for people: docs/claims.md, generated from lab/results.
import type { Experiment } from "./experiment.ts";
import { EXPERIMENTS } from "./registry.ts";
import { readResult, type Result } from "./result-file.ts";

export function claimsText(read: (id: string) => Result | undefined = readResult): string {
  const results = EXPERIMENTS.map((experiment) => ({ experiment, result: read(experiment.id) }));
  return [
    "# Claims",
    "",
    "What is said about prompts, open books and school, and what we measured. Each line is an experiment in [lab/experiments](../lab/experiments): `npm run lab` runs",
    "all of them, `npm run lab -- C4` one. Hypothesis, sizes and seed are written in its file before it runs; what did not come out as expected stays here.",
    "Everything is measured on [nano](../models/nano/README.md), a model of 6.5 million parameters, and made-up companies: the shape of an effect can be looked for here, its size at yours cannot.",
    "",
    "| | claim | measured here | verdict |",
    "|---|---|---|---|",
    ...results.map(({ experiment, result }) => summaryRow(experiment, result)),
    "",
    ...results.flatMap(({ experiment, result }) => section(experiment, result)),
  ].join("\n");
}

function summaryRow({ id, claim }: Experiment, result: Result | undefined): string {
  const headline = result?.measured.findLast(({ low }) => low !== undefined) ?? result?.measured.at(-1);
  const measured = headline === undefined ? "not run yet" : `${headline.what}: ${shownNumber(headline)}`;
  return `| [${id}](#${id.toLowerCase()}) | ${claim} | ${measured} | ${result === undefined ? "–" : `**${result.verdict}**`} |`;
}

function section({ id, claim, source, hypothesis }: Experiment, result: Result | undefined): readonly string[] {
  const head = [`## ${id}`, "", `**${claim}** ${source}`, "", `*Hypothesis.* ${hypothesis}`, ""];
  if (result === undefined) return [...head, "Not run yet.", ""];
  const { measured, findings, discussion, sizes, seed, isQuick, versions, seconds, ranAt } = result;
  const shownSizes = Object.entries(sizes).map(([name, count]) => `${name} ${count}`);
  return [
    ...head,
    "| measured | | of |",
    "|---|---|---|",
    ...measured.map((one) => `| ${one.what} | ${shownNumber(one)} | ${one.of ?? ""} |`),
    "",
    ...findings.map(({ expected, holds }) => `- ${expected}: **${holds}**`),
    "",
    discussion,
    "",
    `<sub>${isQuick ? "The small sizes. " : ""}Seed ${seed}; ${shownSizes.join(", ")}; ${ranAt.slice(0, 10)}, ${seconds.toFixed(0)} s on ${versions.cores} cores, Schoolbook ${versions.schoolbook}, Node ${versions.node}${versions.nano === undefined ? "" : `, nano ${versions.nano}`}.</sub>`,
    "",
  ];
}

export function shownNumber({ value, unit, low, high }: Result["measured"][number]): string {
  const shown = (number: number | null): string => {
    if (number === null || !Number.isFinite(number)) return "never";
    if (unit === "share") return `${(number * 100).toFixed(1)} %`;
    if (unit === "difference") return `${number > 0 ? "+" : ""}${(number * 100).toFixed(1)} points`;
    if (unit === "seconds") return `${number.toFixed(2)} s`;
    if (unit === "milliseconds") return `${number.toFixed(0)} ms`;
    if (unit === "dollars") return `$${number.toPrecision(3)}`;
    return unit === "nats" ? number.toFixed(3) : String(number);
  };
  return low === undefined || high === undefined ? shown(value) : `${shown(value)} [${shown(low)}, ${shown(high)}]`;
}
