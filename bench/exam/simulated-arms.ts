// Arms drawn at random, equal ones and some that are worse by the margin, through the very functions that give verdicts.
import { bootstrapMean } from "../../src/exam/statistics/bootstrap.ts";
import { clusteredMean } from "../../src/exam/statistics/clustered-mean.ts";
import { comparePaired } from "../../src/exam/statistics/compare-paired.ts";
import { estimateShare } from "../../src/exam/statistics/estimate-share.ts";
import { exactMcNemar } from "../../src/exam/statistics/mcnemar.ts";
import { nonInferiority } from "../../src/exam/statistics/non-inferiority.ts";
import { pairedCounts, type PairedScores } from "../../src/exam/statistics/paired-difference.ts";

type Simulation = { readonly random: () => number; readonly rounds: number };

export type Design = {
  readonly questions: number;
  readonly perCluster: number;
  /** From one question to nearly twice as many in a cluster, instead of as many in each. */
  readonly uneven?: boolean;
  /** How right the arms are on average. */
  readonly right: number;
  /** How far clusters differ in how hard they are; what both arms share. */
  readonly hardness: number;
  /** How far an arm does better or worse on a whole cluster than the other; what single-question tests take for a difference. */
  readonly taste: number;
  /** How much worse the first arm is. */
  readonly worseBy?: number;
  /** Scores between 0 and 1 instead of right or wrong. */
  readonly graded?: boolean;
};

/** Both arms through the same questions; equal on average unless `worseBy` says otherwise. */
function drawArms(design: Design, random: () => number): PairedScores {
  const first: number[] = [];
  const second: number[] = [];
  const clusters: string[] = [];
  for (let cluster = 0; first.length < design.questions; cluster += 1) {
    const members = design.uneven === true ? 1 + Math.floor(random() * (2 * design.perCluster - 1)) : design.perCluster;
    const hard = (random() * 2 - 1) * design.hardness;
    const taste = (random() * 2 - 1) * design.taste;
    for (let member = 0; member < members && first.length < design.questions; member += 1) {
      first.push(drawScore(design.right + hard + taste - (design.worseBy ?? 0), design, random));
      second.push(drawScore(design.right + hard - taste, design, random));
      clusters.push(`cluster-${cluster}`);
    }
  }
  return design.perCluster === 1 ? { first, second } : { first, second, clusters };
}

function drawScore(chance: number, { graded }: Design, random: () => number): number {
  if (graded !== true) return random() < chance ? 1 : 0;
  const spread = Math.min(chance, 1 - chance, 0.3);
  return chance + (random() * 2 - 1) * spread;
}

const SINGLE = { perCluster: 1, right: 0.6, hardness: 0.3, taste: 0 };
const EQUAL_ARMS: readonly Design[] = [
  ...[20, 50, 100, 300].map((questions) => ({ ...SINGLE, questions })),
  { ...SINGLE, questions: 100, right: 0.95, hardness: 0.05 },
  { ...SINGLE, questions: 100, graded: true },
  { ...SINGLE, questions: 30, graded: true },
  ...[5, 10].flatMap((perCluster) =>
    [8, 20, 60].map((clusters) => ({
      questions: clusters * perCluster,
      perCluster,
      right: 0.55,
      hardness: 0.2,
      taste: 0.2,
    })),
  ),
  { questions: 200, perCluster: 10, right: 0.55, hardness: 0.2, taste: 0.2, graded: true },
  { questions: 200, perCluster: 10, right: 0.55, hardness: 0.2, taste: 0.2, uneven: true },
];

function named({ questions, perCluster, right, graded, uneven }: Design): string {
  const kind = graded === true ? "graded" : "right or wrong";
  const grouped =
    perCluster === 1
      ? ""
      : ` in ${questions / perCluster} clusters of ${uneven === true ? `1 to ${2 * perCluster - 1}` : perCluster}`;
  return `  ${questions} questions${grouped}, ${kind}, ${(100 * right).toFixed(0)} % right`.padEnd(64);
}

function share(count: number, rounds: number): string {
  return `${((100 * count) / rounds).toFixed(1)} %`.padStart(7);
}

/** How often equal arms are ranked, and how often a test that knows of no clusters would have ranked them. */
export function rankEqualArms(
  design: Design,
  { random, rounds }: Simulation,
): { readonly wrong: number; readonly naive: number } {
  let wrong = 0;
  let naive = 0;
  for (let round = 0; round < rounds; round += 1) {
    const scores = drawArms(design, random);
    if (comparePaired(scores, { random }).kind !== "not-shown") wrong += 1;
    const counts = pairedCounts(scores);
    if (counts !== undefined && exactMcNemar(counts) <= 0.05) naive += 1;
  }
  return { wrong, naive };
}

/** The rate at which equal arms are ranked, beside that of a test that knows of no clusters. */
export function printEqualArms({ random, rounds }: Simulation): void {
  console.log(
    `\nequal arms: how often compare ranks them, ${rounds} draws each (bar: at most 5 %); McNemar that ignores clusters`,
  );
  let allWrong = 0;
  for (const design of EQUAL_ARMS) {
    const { wrong, naive } = rankEqualArms(design, { random, rounds });
    allWrong += wrong;
    const beside = design.graded === true ? "      -" : share(naive, rounds);
    console.log(`${named(design)} ${share(wrong, rounds)}   ${beside}`);
  }
  console.log(`${"  all together".padEnd(64)} ${share(allWrong, rounds * EQUAL_ARMS.length)}`);
}

const CLUSTERED: readonly Design[] = [8, 15, 30, 60, 100].map((clusters) => ({
  questions: clusters * 5,
  perCluster: 5,
  right: 0.55,
  hardness: 0.3,
  taste: 0.15,
  uneven: clusters === 30,
}));

/** Coverage of the intervals that know of clusters, of a mean and of a paired difference. */
export function printClustered({ random, rounds }: Simulation): void {
  console.log(`\nclusters: coverage of the true value, ${rounds} draws each (nominal 95 %)`);
  console.log(`${"".padEnd(64)} difference: percentile  BCa  Student's t | share of one arm`);
  for (const design of CLUSTERED) {
    const covered = { percentile: 0, bca: 0, student: 0, share: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const { first, second, clusters = [] } = drawArms(design, random);
      const differences = first.map((value, index) => value - (second[index] ?? 0));
      const holds = (interval: { low: number; high: number } | undefined, truth: number): number =>
        interval !== undefined && interval.low <= truth && truth <= interval.high ? 1 : 0;
      const options = { random, clusters, rounds: 1000 };
      covered.percentile += holds(bootstrapMean(differences, { ...options, kind: "percentile" }), 0);
      covered.bca += holds(bootstrapMean(differences, { ...options, kind: "bca" }), 0);
      covered.student += holds(clusteredMean(differences, { clusters }), 0);
      covered.share += holds(estimateShare(second, { clusters }), design.right);
    }
    const cells = Object.values(covered).map((count) => share(count, rounds));
    console.log(`${named(design)} ${cells.join("  ")}`);
  }
}

/** The first arm is worse by exactly the margin: "not inferior" is then wrong, and may be so in 2.5 % of all cases. */
export function printMargin({ random, rounds }: Simulation): void {
  console.log(
    `\nan arm that is worse by exactly the margin of 5 points: how often it passes as not inferior (nominal 2.5 %)`,
  );
  const designs = [
    ...[100, 300, 1000].map((questions) => ({ ...SINGLE, questions, worseBy: 0.05 })),
    ...[20, 60].map((clusters) => ({
      questions: clusters * 5,
      perCluster: 5,
      right: 0.55,
      hardness: 0.2,
      taste: 0.15,
      worseBy: 0.05,
    })),
  ];
  for (const design of designs) {
    let passed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const scores = drawArms(design, random);
      if (nonInferiority(scores, { random, margin: 0.05 }).kind === "not-inferior") passed += 1;
    }
    console.log(`${named(design)} ${share(passed, rounds)}`);
  }
}
