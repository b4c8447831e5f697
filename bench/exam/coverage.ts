// How often each interval covers the truth and each test is wrong: exact where all outcomes can be listed. `node bench/exam/coverage.ts [--quick]`
import { seededRandom } from "../../src/core/runtime.ts";
import { clopperPearson } from "../../src/exam/statistics/clopper-pearson.ts";
import { exactMcNemar, midPMcNemar } from "../../src/exam/statistics/mcnemar.ts";
import { wilson } from "../../src/exam/statistics/wilson.ts";
import {
  type Coverage,
  coverageOfCorrection,
  coverageOfPaired,
  coverageOfShare,
  coverageOfUnpaired,
  falsePositives,
  summary,
} from "./exact-coverage.ts";
import { printClustered, printEqualArms, printMargin } from "./simulated-arms.ts";

const quick = process.argv.includes("--quick");

function line(name: string, { least, mean }: Coverage): void {
  console.log(`${name.padEnd(64)} mean ${percent(mean)}   least ${percent(least)}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`.padStart(8);
}

function printShares(): void {
  console.log("one share, exact over all outcomes at 99 true shares (nominal 95 %)");
  for (const size of [10, 20, 50, 100, 300, 1000]) {
    line(`  Clopper-Pearson, n = ${size}`, coverageOfShare(size, clopperPearson));
    line(`  Wilson, n = ${size}`, coverageOfShare(size, wilson));
  }
}

function printUnpaired(): void {
  console.log("\ndifference of two groups, exact at 81 pairs of true shares (nominal 95 %)");
  for (const size of [20, 50, 100]) line(`  Newcombe, n = ${size} and ${size}`, coverageOfUnpaired(size, size));
}

function printPaired(): void {
  console.log("\ndifference on the same questions, exact over all outcomes (nominal 95 %)");
  for (const size of quick ? [30] : [30, 60, 100]) {
    const truths = [0.1, 0.2, 0.3].flatMap((disagreement) =>
      [0, 0.05, 0.1].flatMap((difference) =>
        [0.3, 0.6].map((right) => ({
          both: right,
          onlyFirst: (disagreement + difference) / 2,
          onlySecond: (disagreement - difference) / 2,
        })),
      ),
    );
    line(
      `  Newcombe, n = ${size}, ${truths.length} truths`,
      summary(truths.map((truth) => coverageOfPaired(size, truth))),
    );
  }
}

function printTests(): void {
  console.log(
    "\nwrongly significant at alpha 5 %, exact over all outcomes of equal arms: largest and mean over true disagreements",
  );
  for (const size of [20, 50, 100, 300]) {
    for (const [name, test] of [
      ["exact McNemar", exactMcNemar],
      ["mid-p McNemar", midPMcNemar],
    ] as const) {
      const wrong = [0.05, 0.1, 0.2, 0.3, 0.5, 1].map((disagreement) => falsePositives(size, disagreement, test));
      const mean = wrong.reduce((sum, value) => sum + value, 0) / wrong.length;
      console.log(
        `${`  ${name}, n = ${size}`.padEnd(64)} mean ${percent(mean)}   most  ${percent(Math.max(...wrong))}`,
      );
    }
  }
}

function printCorrection(): void {
  console.log("\nRogan-Gladen, 200 judged and 100 + 100 labelled, exact over the outcomes (nominal 95 %)");
  const judges = [
    { sensitivity: 0.9, specificity: 0.9 },
    { sensitivity: 0.9, specificity: 0.7 },
    { sensitivity: 0.75, specificity: 0.95 },
  ];
  for (const judge of judges) {
    const covered = (quick ? [0.5] : [0.1, 0.3, 0.5, 0.7, 0.9]).map((truth) => coverageOfCorrection(truth, judge));
    line(`  sensitivity ${judge.sensitivity}, specificity ${judge.specificity}`, summary(covered));
  }
}

const started = performance.now();
printShares();
printUnpaired();
printPaired();
printTests();
printCorrection();
const random = seededRandom(20_261_126);
const rounds = quick ? 200 : 2000;
printEqualArms({ random, rounds });
printClustered({ random, rounds });
printMargin({ random, rounds });
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
