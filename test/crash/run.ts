// `node test/crash/run.ts --kills 200 [--seed 1] [--only sync]`: kills at random moments and prints what was lost, torn or unclean.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type KillResult, runKills, SCENARIOS, type Scenario } from "./kill-run.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});

function isScenario(name: string): name is Scenario {
  return SCENARIOS.some((scenario) => scenario === name);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function summary(results: readonly KillResult[]): void {
  print("| during | kills | before open | acknowledged | failures |\n|---|---|---|---|---|");
  for (const [scenario, own] of Map.groupBy(results, (result) => result.scenario)) {
    const early = own.filter((result) => result.early).length;
    const acknowledged = own.reduce((sum, result) => sum + result.acknowledged, 0);
    const failures = own.filter((result) => result.failure !== undefined).length;
    print(`| ${scenario} | ${own.length} | ${early} | ${acknowledged} | ${failures} |`);
  }
}

const only = values.only === undefined ? undefined : values.only.split(",").filter(isScenario);
const folder = await mkdtemp(join(tmpdir(), "schoolbook-crash-"));
const results = await runKills({
  kills: Number(values.kills),
  seed: Number(values.seed),
  folder,
  ...(only === undefined ? {} : { scenarios: only }),
  onResult: ({ kill, scenario, failure }) => {
    if (failure !== undefined) print(`kill ${kill} during ${scenario}: ${failure.slice(0, 600)}`);
  },
});
summary(results);
if (results.some(({ failure }) => failure !== undefined)) {
  print(`The libraries are kept in ${folder}.`);
  process.exitCode = 1;
} else {
  await rm(folder, { recursive: true });
}
