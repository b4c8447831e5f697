// Is each planted failure put into its cell, and the right rung named for it? `node bench/ladder/diagnosis.ts [--companies 4] [--show 10]`
import { parseArgs } from "node:util";

import { wilson } from "../../src/exam/statistics/wilson.ts";
import { explainDiagnosis } from "../../src/ladder/diagnosis/explain-diagnosis.ts";
import { addPlantCounts, diagnosePlanted, type PlantCounts } from "./count-diagnoses.ts";
import { TRUTH } from "./planted-failures.ts";

const { values } = parseArgs({
  options: { companies: { type: "string", default: "4" }, show: { type: "string", default: "0" } },
});

function share(count: number, of: number): string {
  if (of === 0) return "-";
  const { value, low, high } = wilson(count, of);
  const percent = (part: number): string => (100 * part).toFixed(1);
  return `${String(count).padStart(4)} of ${String(of).padEnd(4)} ${percent(value).padStart(5)} % (${percent(low)} to ${percent(high)})`;
}

const started = performance.now();
let counts: readonly PlantCounts[] = [];
for (let seed = 1; seed <= Number(values.companies); seed += 1) {
  const world = await diagnosePlanted(seed);
  counts = counts.length === 0 ? world.counts : addPlantCounts(counts, world.counts);
  if (seed === 1 && Number(values.show) > 0) {
    for (const { text } of explainDiagnosis(world.diagnosis)) console.log(text);
    console.log("");
  }
}
console.log(`${"planted".padEnd(20)} ${"right cell".padEnd(34)} without effect   remedy named, and wanted`);
for (const { plant, questions, withoutEffect, rightCell, usualRemedy } of counts) {
  console.log(
    `${plant.padEnd(20)} ${share(rightCell, questions).padEnd(34)} ${String(withoutEffect).padStart(14)}   ${usualRemedy}, ${TRUTH[plant].remedy}`,
  );
}
const total = counts.reduce((sum, { questions }) => sum + questions, 0);
const right = counts.reduce((sum, { rightCell }) => sum + rightCell, 0);
console.log(`${"all".padEnd(20)} ${share(right, total)}`);
for (const wrong of counts.flatMap((each) => each.wrong).slice(0, Number(values.show))) console.log(wrong);
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
