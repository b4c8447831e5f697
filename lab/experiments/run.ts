// Runs experiments and writes what they measured: `node lab/experiments/run.ts [C1 …] [--quick] [--out FOLDER]`; `npm run lab` does the same.
import { cpus } from "node:os";
import { parseArgs } from "node:util";

import { SchoolbookError, VERSION } from "../../src/index.ts";
import { type Experiment, type Lab, verdictOf } from "./experiment.ts";
import { nanoHash } from "./nano-hash.ts";
import { EXPERIMENTS } from "./registry.ts";
import { type Result, RESULTS, writeResult } from "./result-file.ts";
import { shownNumber } from "./write-claims.ts";

export async function runExperiment(experiment: Experiment, lab: Lab): Promise<Result> {
  const { isQuick } = lab;
  const { id, claim, source, hypothesis, seed } = experiment;
  const sizes = isQuick ? experiment.sizes.quick : experiment.sizes.whole;
  const start = performance.now();
  const { measured, findings, discussion } = await experiment.run(lab, sizes);
  return {
    id,
    claim,
    source,
    hypothesis,
    seed,
    sizes,
    isQuick,
    discussion,
    verdict: verdictOf(findings),
    measured: measured.map((one) => ({ ...one, value: Number.isFinite(one.value) ? one.value : null })),
    findings: [...findings],
    ranAt: new Date().toISOString(),
    seconds: (performance.now() - start) / 1000,
    versions: { schoolbook: VERSION, node: process.versions.node, cores: cpus().length, nano: nanoHash() },
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: "boolean", default: false }, out: { type: "string", default: RESULTS } },
  });
  const wanted = positionals.map((name) => name.toUpperCase());
  const unknown = wanted.filter((name) => EXPERIMENTS.every(({ id }) => id !== name));
  if (unknown.length > 0) {
    const ids = EXPERIMENTS.map(({ id }) => id).join(", ");
    throw new SchoolbookError("usage", `There is no experiment ${unknown.join(", ")}; there are ${ids}.`);
  }
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  for (const experiment of EXPERIMENTS.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    interrupt.signal.throwIfAborted();
    console.log(`${experiment.id}  ${experiment.claim}`);
    const note = (text: string): void => console.error(`  ${text}`);
    const result = await runExperiment(experiment, { isQuick: values.quick, signal: interrupt.signal, note });
    for (const one of result.measured) console.log(`  ${shownNumber(one).padEnd(34)} ${one.what}`);
    for (const { expected, holds } of result.findings) console.log(`  ${holds.padEnd(4)} ${expected}`);
    console.log(`  ${result.verdict}, ${result.seconds.toFixed(0)} s, ${writeResult(result, values.out)}`);
  }
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SchoolbookError ? error.message : error);
    process.exitCode = 1;
  }
}
