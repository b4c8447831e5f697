// How often is a ladder's verdict wrong? 1,000 simulated exams with known qualities and costs: `node bench/ladder/verdicts.ts [--exams 1000] [--seed 1]`
import { parseArgs } from "node:util";

import { wilson } from "../../src/exam/statistics/wilson.ts";
import { addCounts, countVerdicts, noCounts, type VerdictCounts } from "./count-verdicts.ts";
import { WORLD_KINDS, WORST_KINDS } from "./simulated-ladders.ts";

const { values } = parseArgs({
  options: { exams: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});

/** 7 of 120 = 5.8 % (2.9 to 11.6) */
function share(count: number, of: number): string {
  if (of === 0) return "-";
  const { value, low, high } = wilson(count, of);
  const percent = (part: number): string => (100 * part).toFixed(1);
  return `${count} of ${of} = ${percent(value)} % (${percent(low)} to ${percent(high)})`;
}

function print(name: string, counts: VerdictCounts): void {
  const { exams, served, asked, sufficed, solvable } = counts;
  console.log(
    `\n${name}: ${exams} exams, ${served} served, ${counts.nothing} nothing, ${asked} ask, ${counts.tooClose} too close`,
  );
  console.log(`  wrong "serve", of all exams        ${share(counts.wronglyServed, exams)}`);
  console.log(`  wrong "nothing passes", of all     ${share(counts.wronglyNothing, exams)}`);
  console.log(`  cheapest sufficient rung found     ${share(counts.cheapestFound, solvable)}`);
  console.log(
    `  N more questions suffice           ${share(sufficed, asked)}, N on average ${(counts.questionsAsked / Math.max(1, asked)).toFixed(0)}`,
  );
  console.log(`  wrong "serve", at once or after N  ${share(counts.wronglyServed + counts.wrongAfter, exams)}`);
}

const started = performance.now();
const perDesign = Math.ceil(Number(values.exams) / WORLD_KINDS.length);
for (const questions of [100, 300]) {
  let all = noCounts();
  let steps = noCounts();
  for (const [at, kind] of WORLD_KINDS.entries()) {
    const seed = Number(values.seed) * 1000 + questions + at;
    const counts = countVerdicts({ kind, questions, exams: perDesign, seed });
    print(`${kind}, n = ${questions}`, counts);
    all = addCounts(all, counts);
    if (kind.startsWith("steps")) steps = addCounts(steps, counts);
  }
  print(`rungs that differ by real steps, n = ${questions}`, steps);
  print(`all kinds together, n = ${questions}`, all);
  for (const kind of WORST_KINDS) {
    const counts = countVerdicts({ kind, questions, exams: Number(values.exams), seed: Number(values.seed) * 1000 });
    console.log(
      `  ${kind}, the worst there is: wrong "serve" at once ${share(counts.wronglyServed, counts.exams)}, at once or after N ${share(counts.wronglyServed + counts.wrongAfter, counts.exams)}`,
    );
  }
}
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
